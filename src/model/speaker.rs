//! Who speaks: names kept once, cues refer to them.

use std::collections::HashMap;
use std::num::NonZeroU32;

/// A speaker of one document; look the name up in its [`Speakers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(NonZeroU32);

impl SpeakerId {
    /// Its place among the names of its document, from 0.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The speakers of a document in the order they first speak, each name once.
///
/// ```
/// let mut speakers = cuekit::Speakers::default();
/// let ada = speakers.intern("Ada");
/// assert_eq!(speakers.intern("Ada"), ada);
/// assert_eq!(&speakers[ada], "Ada");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Speakers {
    names: Vec<String>,
    ids: HashMap<String, SpeakerId>,
}

impl Speakers {
    /// The speaker of this name, added if new.
    pub fn intern(&mut self, name: &str) -> SpeakerId {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        // Four thousand million speakers do not fit in any input a reader accepts.
        self.names.push(name.to_owned());
        let id = SpeakerId(u32::try_from(self.names.len()).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX));
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// The speaker of this name, if there is one.
    pub fn id(&self, name: &str) -> Option<SpeakerId> {
        self.ids.get(name).copied()
    }

    /// The name, if the id is this document's.
    pub fn get(&self, id: SpeakerId) -> Option<&str> {
        self.names.get(id.index()).map(String::as_str)
    }

    /// The names in the order they first speak.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

impl PartialEq for Speakers {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl std::ops::Index<SpeakerId> for Speakers {
    type Output = str;

    /// The name; empty if the id is another document's.
    fn index(&self, id: SpeakerId) -> &str {
        self.get(id).unwrap_or("")
    }
}
