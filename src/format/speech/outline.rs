//! What a JSON text is made of, by its first few hundred keys: enough to tell the services apart.
//!
//! A key is known by its path, arrays passed over: `results/items/alternatives`. Strings are skipped at
//! the speed of memchr, because an hour's transcript may stand before the first word.

use crate::source::floor_char_boundary;

/// How far it looks. Three hours of speech, written as one string, are 200 kB; days are a few MB.
const BYTES: usize = 16 << 20;
/// How many keys it looks at; a head of metadata has some fifty, a word about ten.
const KEYS: usize = 256;
/// How deep it looks.
const DEPTH: usize = 32;

/// The paths of the keys near the beginning of a JSON text.
#[derive(Debug)]
pub(super) struct Outline {
    list: bool,
    paths: Vec<String>,
}

/// An object or an array that is open.
struct Frame {
    object: bool,
    /// The length of the path outside of it.
    base: usize,
    /// Whether the next string is a key.
    key: bool,
}

impl Outline {
    /// The outline of a text, `None` if it does not begin as a JSON object or array.
    pub(super) fn of(text: &str) -> Option<Outline> {
        let text = text[..floor_char_boundary(text, BYTES)].trim_start();
        let list = text.starts_with('[');
        if !list && !text.starts_with('{') {
            return None;
        }
        // A transcript's stamp begins with a bracket too; lists of ours hold objects or lists.
        if list && !text[1..].trim_start().starts_with(['{', '[']) {
            return None;
        }
        let mut outline = Outline { list, paths: Vec::new() };
        outline.scan(text);
        Some(outline)
    }

    /// Whether the whole is an array.
    pub(super) fn is_list(&self) -> bool {
        self.list
    }

    /// Whether there is a key at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|known| known == path)
    }

    /// Whether there are keys at all these paths.
    pub(super) fn has_all(&self, paths: &[&str]) -> bool {
        paths.iter().all(|path| self.has(path))
    }

    /// Whether there is a key at one of these paths.
    pub(super) fn has_any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|path| self.has(path))
    }

    fn scan(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut open: Vec<Frame> = Vec::new();
        let mut path = String::new();
        let mut keys = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' if open.len() == DEPTH => return,
                b'{' | b'[' => open.push(Frame { object: byte == b'{', base: path.len(), key: true }),
                b'}' | b']' => {
                    let Some(frame) = open.pop() else { return };
                    path.truncate(frame.base);
                }
                b',' => {
                    if let Some(frame) = open.last_mut() {
                        path.truncate(frame.base);
                        frame.key = true;
                    }
                }
                b'"' => {
                    let start = at;
                    let Some(end) = string_end(bytes, start) else { return };
                    at = end + 1;
                    let Some(frame) = open.last_mut().filter(|frame| frame.object && frame.key) else { continue };
                    frame.key = false;
                    path.truncate(frame.base);
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(&text[start..end]);
                    if !self.has(&path) {
                        self.paths.push(path.clone());
                    }
                    keys += 1;
                    if keys == KEYS {
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

/// The quotation mark that ends a string begun before `at`.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_paths() {
        let text = r#" {"a": {"b": [1, {"c": "x\"d\": ]"}, {"e": {}}]}, "f\\": [["g"]], "h": null"#;
        let outline = Outline::of(text).unwrap();
        assert_eq!(outline.paths, ["a", "a/b", "a/b/c", "a/b/e", "f\\\\", "h"]);
        assert!(!outline.is_list());
        assert!(Outline::of("[{\"a\": 1}]").unwrap().is_list());
        assert!(Outline::of("WEBVTT").is_none());
    }

    #[test]
    fn broken_text_does_no_harm() {
        for text in ["{\"", "{\"\\", "{]}", "[[[", "{,,\"a\"\"b\"", &"[".repeat(100), &"{\"a\":".repeat(400)] {
            let _ = Outline::of(text);
        }
    }
}
