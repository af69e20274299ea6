//! The tags players know in SRT: `<b> <i> <u> <s> <font>`, `{b}`, `{\an8}`. Anything else that looks
//! like a tag is text, as it was written.

use std::borrow::Cow;
use std::cell::RefCell;

use super::super::markup::{Joined, Tags, has_blank_line};
use super::super::{SpeakerLabels, WriteOptions, dialogue};
use crate::model::{Span, Style, Text};
use crate::source::floor_char_boundary;

/// A cue's raw text as plain characters with spans, and the place `{\anN}` asks for.
pub(super) fn parse(raw: Cow<'_, str>) -> (Text<'_>, Option<u8>) {
    match raw {
        Cow::Borrowed(raw) => parse_borrowed(raw),
        Cow::Owned(raw) => {
            let (text, alignment) = parse_borrowed(&raw);
            (text.into_owned(), alignment)
        }
    }
}

fn parse_borrowed(raw: &str) -> (Text<'_>, Option<u8>) {
    let mut plain = Joined::default();
    let mut spans: Vec<Span> = Vec::new();
    // Which of them are open, at most `MAX_DEPTH`: looking for one through all spans would cost their square.
    let mut open: Vec<usize> = Vec::new();
    let mut alignment = None;
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'<', b'{', rest.as_bytes()) {
        plain.push(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix(NOTHING) {
            rest = after;
            continue;
        }
        let here = plain.len() as u32;
        let kept = |after: &str| {
            let raw = rest[..rest.len() - after.len()].to_owned();
            Span { start: here, end: here, style: Style::Raw(raw) }
        };
        if let Some((key, after)) = alignment_code(rest) {
            // The first of them counts.
            match alignment {
                None => alignment = Some(key),
                Some(_) => spans.push(kept(after)),
            }
            rest = after;
            continue;
        }
        let Some((tag, after)) = tag(rest) else {
            plain.push(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        match tag {
            Tag::Open(style) if open.len() < MAX_DEPTH => {
                open.push(spans.len());
                spans.push(Span { start: here, end: u32::MAX, style });
            }
            // A tag too deep is kept as written, without being shown.
            Tag::Open(_) => spans.push(kept(after)),
            Tag::Close(style) => match open.iter().rposition(|&nth| is_of_tag(&spans[nth].style, &style)) {
                Some(innermost) => spans[open.remove(innermost)].end = here,
                // So is one that closes nothing.
                None => spans.push(kept(after)),
            },
        }
        rest = after;
    }
    plain.push(rest);
    let end = plain.len() as u32;
    open.into_iter().for_each(|nth| spans[nth].end = end);
    (Text::styled(plain.0, spans), alignment)
}

/// Whether two styles are of the same tag: only the attributes of a font differ.
fn is_of_tag(one: &Style, other: &Style) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// Markup that shows nothing, and is nothing to a reader.
pub(super) const NOTHING: &str = "<i></i>";

/// Tags open at one time; those inside stay as written.
const MAX_DEPTH: usize = 64;

enum Tag {
    Open(Style),
    Close(Style),
}

/// A tag at the start of the text, and what follows it.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let close = if text.starts_with('<') { '>' } else { '}' };
    // No tag is longer; looking on for its end would cost the square of a long text.
    let reach = floor_char_boundary(text, 512);
    let end = text[..reach].find(close)?;
    let inside = &text[1..end];
    let after = &text[end + 1..];
    let (closing, name) = match inside.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inside),
    };
    let word = name.split([' ', '\t', '\n']).next().unwrap_or("");
    // Only a font has attributes. With anything else in it, a sign that was never closed would swallow the words up
    // to the next tag (`</b d <i>`).
    let attributes = name[word.len()..].trim();
    if !attributes.is_empty() && (closing || word.len() != 4 || attributes.contains('<')) {
        return None;
    }
    let is = |tag: &str| word.eq_ignore_ascii_case(tag);
    let style = match word.len() {
        1 if is("b") => Style::Bold,
        1 if is("i") => Style::Italic,
        1 if is("u") => Style::Underline,
        1 if is("s") => Style::Strike,
        4 if close == '>' && is("font") => Style::Font(attributes.to_owned()),
        _ => return None,
    };
    Some((if closing { Tag::Close(style) } else { Tag::Open(style) }, after))
}

/// `{\an8}` at the start of the text: the key, and what follows.
fn alignment_code(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("{\\an")?;
    let key = rest.bytes().next().filter(|b| (b'1'..=b'9').contains(b))?;
    Some((key - b'0', rest[1..].strip_prefix('}')?))
}

/// How SRT writes tags, and who speaks where several do in one cue.
pub(super) struct SrtTags<'o> {
    /// Voices are named.
    names: bool,
    /// Else, what stands before a voice if no dash of their own opens them.
    dash: &'o str,
    /// Where in the output signs stand that are characters of the text, and may look as if they opened a tag.
    signs: RefCell<Vec<usize>>,
}

impl<'o> SrtTags<'o> {
    pub(super) fn of(text: &Text<'_>, options: &'o WriteOptions) -> Self {
        let voice = |span: &Span| matches!(&span.style, Style::Voice { name, .. } if !name.is_empty());
        let opened = |span: &Span| dialogue::opens_turn(&text.as_str()[span.start as usize..]);
        let own = text.spans().iter().any(|span| voice(span) && opened(span));
        let dashed = options.speakers == SpeakerLabels::Dash && !text.is_dialogue() && !own;
        let dash = if dashed { options.dash } else { "" };
        SrtTags { names: options.speakers.names_voices(text), dash, signs: RefCell::default() }
    }

    /// Makes text of what would be read as a tag but is none, by a tag that shows nothing in it (`<<i></i>b>`): readers
    /// and players that look for a name behind the sign find none. Says whether there was any. Looked for once all is
    /// written, because styles without a tag part the text too.
    pub(super) fn defuse(&self, out: &mut String) -> bool {
        let mut found = false;
        for &at in self.signs.borrow().iter().rev() {
            let text = &out[at..];
            if text.starts_with(NOTHING) || alignment_code(text).is_some() || tag(text).is_some() {
                out.insert_str(at + 1, NOTHING);
                found = true;
            }
        }
        found
    }
}

impl Tags for SrtTags<'_> {
    fn open(&self, style: &Style, out: &mut String) -> bool {
        match style {
            Style::Bold => out.push_str("<b>"),
            Style::Italic => out.push_str("<i>"),
            Style::Underline => out.push_str("<u>"),
            Style::Strike => out.push_str("<s>"),
            Style::Font(attributes) => {
                out.push_str("<font ");
                out.push_str(attributes);
                out.push('>');
            }
            Style::Raw(raw) => {
                out.push_str(raw);
                return false;
            }
            // One voice of several in a cue.
            Style::Voice { name, .. } if !name.is_empty() => {
                if self.names {
                    self.text(name, out);
                    out.push_str(": ");
                } else {
                    out.push_str(self.dash);
                }
                return false;
            }
            Style::Dash(dash) if !self.names => {
                out.push_str(dash);
                return false;
            }
            _ => return false,
        }
        true
    }

    fn close(&self, style: &Style, out: &mut String) {
        out.push_str(match style {
            Style::Bold => "</b>",
            Style::Italic => "</i>",
            Style::Underline => "</u>",
            Style::Strike => "</s>",
            Style::Font(_) => "</font>",
            _ => "",
        });
    }

    fn text(&self, text: &str, out: &mut String) {
        let mut rest = text;
        if memchr::memchr3(b'<', b'>', b'{', text.as_bytes()).is_none() {
            return push_lines(text, out);
        }
        let begin = out.len();
        // A line with an arrow would begin a cue; a blank between the dashes keeps it a text.
        while let Some(at) = rest.find("-->") {
            push_lines(&rest[..at], out);
            out.push_str("-- >");
            rest = &rest[at + 3..];
        }
        push_lines(rest, out);
        let signs = memchr::memchr2_iter(b'<', b'{', &out.as_bytes()[begin..]);
        self.signs.borrow_mut().extend(signs.map(|at| begin + at));
    }
}

/// Appends a text without blank lines, which would end the cue.
fn push_lines(text: &str, out: &mut String) {
    if !has_blank_line(text) {
        return out.push_str(text);
    }
    for c in text.chars() {
        match c {
            '\r' => {}
            '\n' if out.ends_with('\n') => {}
            c => out.push(c),
        }
    }
}
