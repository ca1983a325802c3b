//! The only randomness: secrets, form keys, lease tokens.

/// Lower-case base32 without look-alikes (no i, l, o, u), as used in links.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `N` random bytes from the operating system.
///
/// A machine that cannot give random bytes cannot keep a secret, so this ends the process.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0_u8; N];
    if getrandom::fill(&mut out).is_err() {
        tracing::error!("The operating system gives no random bytes.");
        std::process::abort();
    }
    out
}

/// A token of 160 random bits in 32 characters: what secret links and form keys are made of.
pub fn token() -> String {
    base32(&bytes::<20>())
}

/// Writes bytes in the link alphabet, five bits a character.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(letter(bits >> held));
        }
    }
    if held > 0 {
        out.push(letter(bits << (5 - held)));
    }
    out
}

fn letter(bits: u32) -> char {
    ALPHABET
        .get((bits & 31) as usize)
        .map_or('0', |byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_160_bits_in_the_link_alphabet() {
        let token = token();
        assert_eq!(token.len(), 32);
        assert!(token.bytes().all(|byte| ALPHABET.contains(&byte)));
    }

    #[test]
    fn base32_keeps_every_bit() {
        assert_eq!(base32(&[0xff, 0xff, 0xff, 0xff, 0xff]), "zzzzzzzz");
        assert_eq!(base32(&[0x80]), "g0");
    }
}
