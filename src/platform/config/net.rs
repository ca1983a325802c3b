//! An address or a range of addresses, as proxies are named.

use std::{fmt, net::IpAddr, str::FromStr};

/// All addresses that share the first `bits` of `address`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Net {
    address: IpAddr,
    bits: u8,
}

impl Net {
    /// The range around `address`; an IPv4 address written as IPv6 counts as IPv4.
    pub fn around(address: IpAddr, v4_bits: u8, v6_bits: u8) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let kept = u32::from(v4) & high_bits_32(v4_bits);
                Self {
                    address: IpAddr::V4(kept.into()),
                    bits: v4_bits.min(32),
                }
            }
            IpAddr::V6(v6) => {
                let kept = u128::from(v6) & high_bits_128(v6_bits);
                Self {
                    address: IpAddr::V6(kept.into()),
                    bits: v6_bits.min(128),
                }
            }
        }
    }

    /// Whether `address` lies in this range.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.address.is_ipv4()
            && Self::around(address, self.bits, self.bits).address == self.address
    }
}

fn high_bits_32(bits: u8) -> u32 {
    u32::MAX
        .checked_shl(32 - u32::from(bits.min(32)))
        .unwrap_or(0)
}

fn high_bits_128(bits: u8) -> u128 {
    u128::MAX
        .checked_shl(128 - u32::from(bits.min(128)))
        .unwrap_or(0)
}

impl FromStr for Net {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be addresses or ranges, such as 10.0.0.7 or 10.0.0.0/8".to_owned();
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most {
            return Err(wrong());
        }
        Ok(Self::around(address, bits, bits))
    }
}

impl fmt::Display for Net {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.address, self.bits)
    }
}
