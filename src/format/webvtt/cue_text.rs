//! Section 6.4: cue text to a tree of nodes, and from the tree to a text with spans.

use std::borrow::Cow;

use super::super::dialogue;
use super::super::markup::Joined;
use super::parse;
use crate::model::{Span, Style, Text};

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Time(parse::Time),
    Element(Element<'a>),
}

/// An element of the tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Element<'a> {
    pub(super) tag: &'static str,
    pub(super) classes: Vec<&'a str>,
    /// The name of a `v`, the language of a `lang`.
    pub(super) annotation: String,
    pub(super) children: Vec<Node<'a>>,
}

/// A token of the tokenizer.
#[derive(Debug, PartialEq)]
enum Token<'a> {
    Text(Cow<'a, str>),
    Start { name: &'a str, classes: Vec<&'a str>, annotation: String },
    End(&'a str),
    Time(&'a str),
}

/// Most levels of nesting that are kept as levels; deeper elements join the last one.
const MAX_DEPTH: usize = 128;

/// "WebVTT cue text parsing rules".
pub(super) fn parse(input: &str) -> Vec<Node<'_>> {
    // The path from the root; the first has no tag.
    let mut path: Vec<Element<'_>> = vec![Element::default()];
    // Elements nested too deep to be kept; they must be closed all the same.
    let mut flat: Vec<&'static str> = Vec::new();
    for token in (Tokenizer { rest: input }) {
        let current = flat.last().copied().unwrap_or_else(|| path.last().map_or("", |e| e.tag));
        match token {
            Token::Text(text) => push_node(&mut path, Node::Text(text)),
            Token::Time(text) => {
                // The standard wants nothing behind the time; every browser reads `<00:01.000 >` all the same.
                if let Some((time, _)) = parse::timestamp(text) {
                    push_node(&mut path, Node::Time(time));
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
                    _ => continue,
                };
                if path.len() > MAX_DEPTH {
                    flat.push(tag);
                    continue;
                }
                let annotation = if matches!(tag, "v" | "lang") { annotation } else { String::new() };
                path.push(Element { tag, classes, annotation, children: Vec::new() });
            }
            Token::End(name) => {
                let levels = match name {
                    "" => 0,
                    name if name == current => 1,
                    "ruby" if current == "rt" => 2,
                    _ => 0,
                };
                for _ in 0..levels {
                    if flat.pop().is_none() {
                        close(&mut path);
                    }
                }
            }
        }
    }
    while path.len() > 1 {
        close(&mut path);
    }
    path.pop().map(|root| root.children).unwrap_or_default()
}

/// Closes the innermost element; never the root.
fn close(path: &mut Vec<Element<'_>>) {
    if path.len() > 1
        && let (Some(done), Some(parent)) = (path.pop(), path.last_mut())
    {
        parent.children.push(Node::Element(done));
    }
}

fn push_node<'a>(path: &mut [Element<'a>], node: Node<'a>) {
    if let Some(current) = path.last_mut() {
        current.children.push(node);
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
    let annotation = unescape(annotation);
    let annotation = annotation.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    Token::Start { name, classes, annotation }
}

/// HTML character references, by HTML's own rules.
fn unescape(text: &str) -> Cow<'_, str> {
    htmlize::unescape(text)
}

/// Cue text as plain characters with spans; borrowed if there is no markup in it.
pub(crate) fn parse_styled(input: &str) -> Text<'_> {
    if memchr::memchr2(b'<', b'&', input.as_bytes()).is_none() {
        return Text::plain(input);
    }
    let mut plain = Joined::default();
    let mut spans = Vec::new();
    flatten(parse(input), &mut plain, &mut spans);
    // Who says nothing is nobody, unless there is nothing else.
    if plain.len() > 0 {
        spans.retain(|span| span.start < span.end || !matches!(span.style, Style::Voice { .. }));
    }
    if let Some(parted) = part_voices(&spans) {
        spans = parted;
    }
    dialogue::lift_dashes(Text::styled(plain.0, spans))
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

fn flatten<'a>(nodes: Vec<Node<'a>>, plain: &mut Joined<'a>, spans: &mut Vec<Span>) {
    for node in nodes {
        match node {
            Node::Text(text) => plain.push(text),
            Node::Time(time) => {
                let at = plain.len() as u32;
                spans.push(Span { start: at, end: at, style: Style::Time(time.timestamp()) });
            }
            Node::Element(element) => {
                let start = plain.len() as u32;
                let first = spans.len();
                let classes = element.classes.join(".");
                let own = match element.tag {
                    "b" => Some(Style::Bold),
                    "i" => Some(Style::Italic),
                    "u" => Some(Style::Underline),
                    "ruby" => Some(Style::Ruby),
                    "rt" => Some(Style::RubyText),
                    "lang" => Some(Style::Language(element.annotation)),
                    "v" => Some(Style::Voice { name: element.annotation, classes: classes.clone() }),
                    _ => None,
                };
                let class = (element.tag == "c" || !classes.is_empty()) && element.tag != "v";
                let class = class.then_some(Style::Class(classes));
                // Between a ruby and its `rt` there may be nothing.
                let styles = if element.tag == "ruby" { [class, own] } else { [own, class] };
                spans.extend(styles.into_iter().flatten().map(|style| Span { start, end: start, style }));
                let inside = spans.len();
                flatten(element.children, plain, spans);
                spans[first..inside].iter_mut().for_each(|span| span.end = plain.len() as u32);
                // These mean nothing without text, and our writer fills blank lines with `<c></c>`.
                if start == plain.len() as u32 {
                    let nothing = Style::Class(String::new());
                    let inside = spans.split_off(first);
                    spans.extend(inside.into_iter().filter(|span| match &span.style {
                        Style::Ruby | Style::RubyText => false,
                        style => *style != nothing,
                    }));
                }
            }
        }
    }
}
