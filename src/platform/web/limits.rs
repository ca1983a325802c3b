//! How often who may do what.

/// The limits of this process.
#[derive(Debug)]
pub struct Limits(f64);

impl Limits {
    /// With every limit multiplied by `scale`; 0 is none.
    pub fn new(scale: f64) -> Self {
        Self(scale)
    }
}
