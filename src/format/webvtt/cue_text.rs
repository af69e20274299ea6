//! Section 6.4: cue text to nodes, and from the nodes to a text with spans.

use std::borrow::Cow;
use std::ops::Range;

use super::super::dialogue;
use super::super::markup::Joined;
use super::parse;
use crate::model::{Span, Style, Text};

/// Takes the nodes of a cue text as they stand in the tree, from the first to the last.
pub(super) trait Nodes<'a> {
    fn text(&mut self, text: Cow<'a, str>);
    fn time(&mut self, time: parse::Time);
    /// An element begins; `annotation` is the name of a `v`, the language of a `lang` or the attributes of a `font`.
    fn open(&mut self, tag: &'static str, classes: &[&'a str], annotation: String);
    /// The innermost element ends.
    fn close(&mut self);
    /// Characters of the text that the standard drops: what looks like a tag and is none, or more than a tag.
    fn dropped(&mut self, _place: Range<usize>) {}
}

/// A token of the tokenizer.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Text(Cow<'a, str>),
    Start { name: &'a str, classes: Vec<&'a str>, annotation: &'a str },
    End(&'a str),
    Time(&'a str),
}

/// Most levels of nesting that are kept as levels; deeper elements join the last one.
const MAX_DEPTH: usize = 128;

/// The names an end tag may have; one that ends nothing is harmless.
const TAGS: [&str; 9] = ["", "c", "i", "b", "u", "ruby", "rt", "v", "lang"];

/// "WebVTT cue text parsing rules".
pub(super) fn parse<'a>(input: &'a str, nodes: &mut impl Nodes<'a>) {
    parse_tags(input, false, nodes);
}

/// The same, with the tags that only SubRip has, if they are asked for: to the standard they are nothing.
fn parse_tags<'a>(input: &'a str, subrip: bool, nodes: &mut impl Nodes<'a>) {
    let mut open: Vec<&'static str> = Vec::new();
    let mut tokens = Tokenizer { rest: input };
    loop {
        let begin = input.len() - tokens.rest.len();
        let Some(token) = tokens.next() else { break };
        let place = begin..input.len() - tokens.rest.len();
        let current = open.last().copied().unwrap_or_default();
        // A tag without its end takes the rest of the text with it.
        let whole = || input[place.clone()].ends_with('>');
        match token {
            Token::Text(text) => nodes.text(text),
            Token::Time(text) => {
                // The standard wants nothing behind the time; every browser reads `<00:01.000 >` all the same.
                if let Some((time, _)) = parse::timestamp(text) {
                    nodes.time(time);
                } else {
                    nodes.dropped(place);
                }
            }
            Token::Start { name, classes, annotation } => {
                let tag = match name {
                    "c" => "c",
                    "i" => "i",
                    "b" => "b",
                    "u" => "u",
                    "ruby" => "ruby",
                    "rt" if current == "ruby" => "rt",
                    "v" => "v",
                    "lang" => "lang",
                    "s" if subrip => "s",
                    "font" if subrip => "font",
                    _ => {
                        nodes.dropped(place);
                        continue;
                    }
                };
                let annotated = matches!(tag, "v" | "lang" | "font");
                if !(annotation.trim().is_empty() || annotated && whole()) {
                    nodes.dropped(place);
                }
                open.push(tag);
                // Those nested deeper must be closed all the same.
                if open.len() <= MAX_DEPTH {
                    nodes.open(tag, &classes, if annotated { unescape_annotation(annotation) } else { String::new() });
                }
            }
            Token::End(name) => {
                if !(TAGS.contains(&name) || subrip && matches!(name, "s" | "font")) {
                    nodes.dropped(place);
                }
                let levels = match name {
                    "" => 0,
                    name if name == current => 1,
                    "ruby" if current == "rt" => 2,
                    _ => 0,
                };
                (0..levels).for_each(|_| close(&mut open, nodes));
            }
        }
    }
    while !open.is_empty() {
        close(&mut open, nodes);
    }
}

fn close<'a>(open: &mut Vec<&'static str>, nodes: &mut impl Nodes<'a>) {
    let depth = open.len();
    if open.pop().is_some() && depth <= MAX_DEPTH {
        nodes.close();
    }
}

/// "WebVTT cue text tokenizer".
struct Tokenizer<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokenizer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(tag) = self.rest.strip_prefix('<') else {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let text = unescape(&self.rest[..end]);
            self.rest = &self.rest[end..];
            return Some(Token::Text(text));
        };
        // Every tag state ends at `>` or at the end.
        let (inside, rest) = tag.split_once('>').unwrap_or((tag, ""));
        self.rest = rest;
        Some(tag_token(inside))
    }
}

fn tag_token(inside: &str) -> Token<'_> {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::End(name);
    }
    if inside.starts_with(|c: char| c.is_ascii_digit()) {
        return Token::Time(inside);
    }
    let space = [' ', '\t', '\n', '\x0c'];
    let (head, annotation) = match inside.find(space) {
        Some(at) => (&inside[..at], &inside[at..]),
        None => (inside, ""),
    };
    let mut parts = head.split('.');
    let name = parts.next().unwrap_or("");
    let classes = parts.filter(|c| !c.is_empty()).collect();
    Token::Start { name, classes, annotation }
}

/// An annotation without its references, and with one blank between its words.
fn unescape_annotation(annotation: &str) -> String {
    unescape(annotation).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// HTML character references, by HTML's own rules.
fn unescape(text: &str) -> Cow<'_, str> {
    htmlize::unescape(text)
}

/// Cue text as plain characters with spans, borrowed if there is no markup in it, and the places in it that the
/// standard drops.
pub(super) fn parse_styled_telling(input: &str) -> (Text<'_>, Vec<Range<usize>>) {
    styled(input, false)
}

/// The text alone, with fonts and struck out text too, which WebVTT does not know and the native JSON does.
pub(in crate::format) fn parse_styled_all(input: &str) -> Text<'_> {
    styled(input, true).0
}

fn styled(input: &str, subrip: bool) -> (Text<'_>, Vec<Range<usize>>) {
    if memchr::memchr2(b'<', b'&', input.as_bytes()).is_none() {
        return (Text::plain(input), Vec::new());
    }
    let mut styled = Styled::default();
    parse_tags(input, subrip, &mut styled);
    let Styled { plain, mut spans, dropped, .. } = styled;
    // Who says nothing is nobody, unless there is nothing else.
    if plain.len() > 0 {
        spans.retain(|span| span.start < span.end || !matches!(span.style, Style::Voice { .. }));
    }
    if let Some(parted) = part_voices(&spans) {
        spans = parted;
    }
    (dialogue::lift_dashes(Text::styled(plain.0, spans)), dropped)
}

/// Voices side by side instead of one within another. `<v A>…\n<v B>…` is common, and as the first is
/// not closed the second is in it, which the standard's syntax forbids; who speaks is the inner one.
/// `None` if that is so already, or if other styles would be cut by it.
fn part_voices(spans: &[Span]) -> Option<Vec<Span>> {
    let voice = |span: &&Span| matches!(span.style, Style::Voice { .. });
    let mut end = 0;
    let nested = spans.iter().filter(voice).any(|span| std::mem::replace(&mut end, span.end) > span.start);
    if !nested {
        return None;
    }
    let mut parted: Vec<Span> = Vec::new();
    let mut others: Vec<Span> = Vec::with_capacity(spans.len());
    // The voices that are open, each from where it goes on.
    let mut open: Vec<Span> = Vec::new();
    fn close(open: &mut Vec<Span>, parted: &mut Vec<Span>) {
        let Some(done) = open.pop() else { return };
        if let Some(outer) = open.last_mut() {
            outer.start = done.end;
        }
        parted.extend((done.start < done.end).then_some(done));
    }
    for span in spans {
        if !matches!(span.style, Style::Voice { .. }) || span.start == span.end {
            others.push(span.clone());
            continue;
        }
        while open.last().is_some_and(|outer| outer.end <= span.start) {
            close(&mut open, &mut parted);
        }
        if let Some(outer) = open.last().filter(|outer| outer.start < span.start) {
            parted.push(Span { end: span.start, ..outer.clone() });
        }
        open.push(span.clone());
    }
    while !open.is_empty() {
        close(&mut open, &mut parted);
    }
    // Of equal length, the voice is the outer one.
    parted.append(&mut others);
    // A style that a voice would now cross has to be opened twice; it stays as it was.
    let mut order: Vec<&Span> = parted.iter().filter(|span| span.start < span.end).collect();
    order.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut ends: Vec<u32> = Vec::new();
    for span in order {
        while ends.last().is_some_and(|&end| end <= span.start) {
            ends.pop();
        }
        if ends.last().is_some_and(|&end| end < span.end) {
            return None;
        }
        ends.push(span.end);
    }
    Some(parted)
}

/// A text with spans in the making.
#[derive(Default)]
struct Styled<'a> {
    plain: Joined<'a>,
    spans: Vec<Span>,
    /// Of each open element, the spans that are its own; they have no end yet.
    open: Vec<Range<usize>>,
    dropped: Vec<Range<usize>>,
}

impl<'a> Nodes<'a> for Styled<'a> {
    fn dropped(&mut self, place: Range<usize>) {
        self.dropped.push(place);
    }

    fn text(&mut self, text: Cow<'a, str>) {
        self.plain.push(text);
    }

    fn time(&mut self, time: parse::Time) {
        let at = self.plain.len() as u32;
        self.spans.push(Span { start: at, end: at, style: Style::Time(time.timestamp()) });
    }

    fn open(&mut self, tag: &'static str, classes: &[&'a str], annotation: String) {
        let start = self.plain.len() as u32;
        let first = self.spans.len();
        let classes = classes.join(".");
        let class = (tag != "v" && (tag == "c" || !classes.is_empty())).then(|| Style::Class(classes.clone()));
        let own = match tag {
            "b" => Some(Style::Bold),
            "i" => Some(Style::Italic),
            "u" => Some(Style::Underline),
            "ruby" => Some(Style::Ruby),
            "rt" => Some(Style::RubyText),
            "lang" => Some(Style::Language(annotation)),
            "s" => Some(Style::Strike),
            "font" => Some(Style::Font(annotation)),
            "v" => Some(Style::Voice { name: annotation, classes }),
            _ => None,
        };
        // Between a ruby and its `rt` there may be nothing.
        let styles = if tag == "ruby" { [class, own] } else { [own, class] };
        self.spans.extend(styles.into_iter().flatten().map(|style| Span { start, end: start, style }));
        self.open.push(first..self.spans.len());
    }

    fn close(&mut self) {
        let Some(own) = self.open.pop() else { return };
        let end = self.plain.len() as u32;
        let first = own.start;
        self.spans[own].iter_mut().for_each(|span| span.end = end);
        // These mean nothing without text, and our writer fills blank lines with `<c></c>`.
        if self.spans[first].start == end {
            let nothing = Style::Class(String::new());
            let inside = self.spans.split_off(first);
            self.spans.extend(inside.into_iter().filter(|span| match &span.style {
                Style::Ruby | Style::RubyText => false,
                style => *style != nothing,
            }));
        }
    }
}
