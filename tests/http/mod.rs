//! The outside of the site: starting and stopping, the bytes on the wire, the layers around pages.

mod admins;
mod crash;
mod layers;
mod pressed;
mod process;
mod starting;
mod wire;
