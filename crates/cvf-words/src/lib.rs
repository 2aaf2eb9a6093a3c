//! Lists of words of languages: data that readers and judges ask where a document does not tell.
//!
//! It decides nothing; a word that it does not know may be right.
//!
//! ```
//! use cvf_words::Dictionary;
//! assert!(Dictionary::english().is_word("organisation"));
//! ```

mod dictionary;
mod forms;

pub use dictionary::Dictionary;
