//! A forgiving tokenizer for HTML: tags and the text between them, in one pass, whatever is broken. It
//! never fails: what is no tag is text.

use std::borrow::Cow;
use std::ops::Range;

/// What stands in a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, references not resolved.
    Text(&'a str),
    /// A tag that opens: its name, and its attributes as written.
    Open(&'a str, &'a str),
    /// A tag that closes.
    Close(&'a str),
}

/// The tokens of a page, with their places.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The element whose content is no markup, until its end.
    raw: Option<&'a str>,
    /// Marks that are known to be missing from here on, so that none is looked for twice.
    missing: Missing,
}

#[derive(Default)]
struct Missing {
    greater: bool,
    double: bool,
    single: bool,
    comment: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Tokens { text, at: 0, raw: None, missing: Missing::default() }
    }

    /// The end of the tag that begins at `start`, behind its `>`, quotation marks seen through.
    fn tag_end(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            let mark = at + memchr::memchr3(b'>', b'"', b'\'', &bytes[at..])?;
            let quote = bytes[mark];
            if quote == b'>' {
                return Some(mark + 1);
            }
            // A quotation mark opens a value only behind `=`; elsewhere it is a slip.
            let value = self.text[start..mark].trim_end().ends_with('=');
            let missing = if quote == b'"' { &mut self.missing.double } else { &mut self.missing.single };
            at = mark + 1;
            if value && !*missing {
                match memchr::memchr(quote, &bytes[at..]) {
                    Some(length) => at += length + 1,
                    None => *missing = true,
                }
            }
        }
    }

    /// The markup at a `<`, if it is any: a token, or nothing (a comment), and where it ends.
    fn markup(&mut self, start: usize) -> Option<(Option<Token<'a>>, usize)> {
        let rest = &self.text[start + 1..];
        if rest.starts_with("!--") {
            if self.missing.comment {
                return None;
            }
            match rest.find("-->") {
                Some(end) => return Some((None, start + 1 + end + 3)),
                None => self.missing.comment = true,
            }
        }
        let closes = rest.starts_with('/');
        let name_start = start + 1 + usize::from(closes);
        let first = self.text.as_bytes().get(name_start)?;
        let letter = first.is_ascii_alphabetic();
        if self.missing.greater || !(letter || (!closes && matches!(first, b'!' | b'?'))) {
            return None;
        }
        let Some(end) = self.tag_end(name_start) else {
            self.missing.greater = memchr::memchr(b'>', &self.text.as_bytes()[name_start..]).is_none();
            let end = name_start + self.text[name_start..].find('>')? + 1;
            return Some((self.tag(name_start, end, closes), end));
        };
        Some((if letter { self.tag(name_start, end, closes) } else { None }, end))
    }

    fn tag(&mut self, start: usize, end: usize, closes: bool) -> Option<Token<'a>> {
        let inside = self.text.get(start..end - 1)?;
        let length = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(length);
        if closes {
            return Some(Token::Close(name));
        }
        let raw = ["script", "style", "title", "textarea"].iter().any(|raw| name.eq_ignore_ascii_case(raw));
        if raw && !attributes.trim_end().ends_with('/') {
            self.raw = Some(name);
        }
        Some(Token::Open(name, attributes))
    }
}

/// Where `</name` stands in a text, in any case.
fn find_close(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find(|&at| {
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
    })
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(name) = self.raw.take() {
            let end = find_close(&self.text[self.at..], name).map_or(self.text.len(), |at| self.at + at);
            let place = self.at..end;
            self.at = end;
            if !place.is_empty() {
                return Some((Token::Text(&self.text[place.clone()]), place));
            }
        }
        let start = self.at;
        let mut from = start;
        loop {
            let Some(less) = memchr::memchr(b'<', &self.text.as_bytes()[from..]).map(|at| from + at) else {
                self.at = self.text.len();
                let rest = &self.text[start..];
                return (!rest.is_empty()).then_some((Token::Text(rest), start..self.text.len()));
            };
            if start < less && is_markup(&self.text[less..]) {
                self.at = less;
                return Some((Token::Text(&self.text[start..less]), start..less));
            }
            match self.markup(less) {
                Some((Some(token), end)) => {
                    self.at = end;
                    return Some((token, less..end));
                }
                Some((None, end)) => {
                    self.at = end;
                    // A comment is an empty text, which nobody minds: a page may have a million in a row.
                    return Some((Token::Text(""), end..end));
                }
                None => from = less + 1,
            }
        }
    }
}

/// Whether a `<` may begin markup.
fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'/') => bytes.get(2).is_some_and(u8::is_ascii_alphabetic),
        Some(b'!' | b'?') => true,
        Some(first) => first.is_ascii_alphabetic(),
        None => false,
    }
}

/// The value of an attribute, references resolved; empty if it has none.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let length = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (key, after) = rest.split_at(length);
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('=').map(str::trim_start) {
            Some(value) => match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            },
            None => ("", after),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(htmlize::unescape_attribute(value));
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token<'_>> {
        Tokens::new(text).map(|(token, _)| token).filter(|token| *token != Token::Text("")).collect()
    }

    #[test]
    fn reads_what_browsers_read() {
        use Token::{Close, Open, Text};
        assert_eq!(all("<p class=\"a>b\">x</P >"), [Open("p", " class=\"a>b\""), Text("x"), Close("P")]);
        assert_eq!(all("a < b <3 <!-- <p> --><br/>c"), [Text("a < b <3 "), Open("br", "/"), Text("c")]);
        assert_eq!(
            all("<script>if (a < b) '<p>'</script>d"),
            [Open("script", ""), Text("if (a < b) '<p>'"), Close("script"), Text("d")]
        );
        assert_eq!(all("<!doctype html>x<p"), [Text("x"), Text("<p")]);
        assert_eq!(all("<a href=\"x>y</a>"), [Open("a", " href=\"x"), Text("y"), Close("a")]);
    }

    #[test]
    fn reads_attributes_as_written() {
        let attributes = " data-m=12 class='a &amp; b' hidden data-d = \"3\"/";
        assert_eq!(attribute(attributes, "data-m").as_deref(), Some("12"));
        assert_eq!(attribute(attributes, "CLASS").as_deref(), Some("a & b"));
        assert_eq!(attribute(attributes, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(attributes, "data-d").as_deref(), Some("3"));
        assert_eq!(attribute(attributes, "id"), None);
    }
}
