//! Files that are encrypted and damaged at once: nothing in them can be read, and what they hold
//! looks like damage alone.

/// True for a file that names an encryption: in its trailer, or in the dictionary that a lost
/// trailer named.
pub(crate) fn is_locked(bytes: &[u8]) -> bool {
    follows(bytes, b"/Encrypt", |rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
        || follows(bytes, b"/Filter", |rest| rest.trim_ascii_start().starts_with(b"/Standard"))
}

/// True if somewhere behind a name the rest of the file is as wanted.
fn follows(bytes: &[u8], name: &[u8], wanted: impl Fn(&[u8]) -> bool) -> bool {
    (0..bytes.len()).any(|at| bytes[at..].strip_prefix(name).is_some_and(&wanted))
}

#[cfg(test)]
mod tests {
    use super::is_locked;

    #[test]
    fn an_encryption_is_seen_with_and_without_a_trailer() {
        assert!(is_locked(b"trailer << /Root 1 0 R /Encrypt 7 0 R >>"));
        assert!(is_locked(b"trailer << /Encrypt<< /Filter /Adobe.PubSec >> >>"));
        assert!(is_locked(b"7 0 obj << /Filter /Standard /V 2 >> endobj"));
        assert!(!is_locked(b"<< /EncryptMetadata false >> trailer << /Root 1 0 R >>"));
    }
}
