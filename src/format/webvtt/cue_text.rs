//! Section 6.4: cue text to a tree of nodes, and from the tree to a text with spans.

use std::borrow::Cow;

use super::super::dialogue;
use super::parse;
use crate::model::{Span, Style, Text, Timestamp};

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Text(String),
    Time(Timestamp),
    Element(Element),
}

/// An element of the tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Element {
    pub(super) tag: &'static str,
    pub(super) classes: Vec<String>,
    /// The name of a `v`, the language of a `lang`.
    pub(super) annotation: String,
    pub(super) children: Vec<Node>,
}

/// A token of the tokenizer.
#[derive(Debug, PartialEq)]
enum Token {
    Text(String),
    Start { name: String, classes: Vec<String>, annotation: String },
    End(String),
    Time(String),
}

/// Most levels of nesting that are kept as levels; deeper elements join the last one.
const MAX_DEPTH: usize = 128;

/// "WebVTT cue text parsing rules".
pub(super) fn parse(input: &str) -> Vec<Node> {
    // The path from the root; the first has no tag.
    let mut path: Vec<Element> = vec![Element::default()];
    let close = |path: &mut Vec<Element>| {
        if path.len() > 1
            && let (Some(done), Some(parent)) = (path.pop(), path.last_mut())
        {
            parent.children.push(Node::Element(done));
        }
    };
    for token in (Tokenizer { rest: input }) {
        let current = path.last().map_or("", |e| e.tag);
        match token {
            Token::Text(text) => push_node(&mut path, Node::Text(text)),
            Token::Time(text) => {
                if let Some((time, "")) = parse::timestamp(&text) {
                    push_node(&mut path, Node::Time(time));
                }
            }
            Token::Start { name, classes, annotation } => {
                let tag = match name.as_str() {
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
                    continue;
                }
                let annotation = if matches!(tag, "v" | "lang") { annotation } else { String::new() };
                path.push(Element { tag, classes, annotation, children: Vec::new() });
            }
            Token::End(name) => {
                if name == current && path.len() > 1 {
                    close(&mut path);
                } else if name == "ruby" && current == "rt" {
                    close(&mut path);
                    close(&mut path);
                }
            }
        }
    }
    while path.len() > 1 {
        close(&mut path);
    }
    path.pop().map(|root| root.children).unwrap_or_default()
}

fn push_node(path: &mut [Element], node: Node) {
    if let Some(current) = path.last_mut() {
        current.children.push(node);
    }
}

/// "WebVTT cue text tokenizer".
struct Tokenizer<'a> {
    rest: &'a str,
}

impl Iterator for Tokenizer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.rest.is_empty() {
            return None;
        }
        let Some(tag) = self.rest.strip_prefix('<') else {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let text = unescape(&self.rest[..end]).into_owned();
            self.rest = &self.rest[end..];
            return Some(Token::Text(text));
        };
        // Every tag state ends at `>` or at the end.
        let (inside, rest) = tag.split_once('>').unwrap_or((tag, ""));
        self.rest = rest;
        Some(tag_token(inside))
    }
}

fn tag_token(inside: &str) -> Token {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::End(name.to_owned());
    }
    if inside.starts_with(|c: char| c.is_ascii_digit()) {
        return Token::Time(inside.to_owned());
    }
    let space = [' ', '\t', '\n', '\x0c'];
    let (head, annotation) = match inside.find(space) {
        Some(at) => (&inside[..at], &inside[at..]),
        None => (inside, ""),
    };
    let mut parts = head.split('.');
    let name = parts.next().unwrap_or("").to_owned();
    let classes = parts.filter(|c| !c.is_empty()).map(str::to_owned).collect();
    let annotation = unescape(annotation);
    let annotation = annotation.split(space).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
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
    let mut plain = String::with_capacity(input.len());
    let mut spans = Vec::new();
    flatten(&parse(input), &mut plain, &mut spans);
    dialogue::lift_dashes(Text::styled(plain, spans))
}

fn flatten(nodes: &[Node], plain: &mut String, spans: &mut Vec<Span>) {
    for node in nodes {
        match node {
            Node::Text(text) => plain.push_str(text),
            Node::Time(time) => {
                let at = plain.len() as u32;
                spans.push(Span { start: at, end: at, style: Style::Time(*time) });
            }
            Node::Element(element) => {
                let start = plain.len() as u32;
                let first = spans.len();
                let mut styles = Vec::new();
                let classes = element.classes.join(".");
                match element.tag {
                    "b" => styles.push(Style::Bold),
                    "i" => styles.push(Style::Italic),
                    "u" => styles.push(Style::Underline),
                    "ruby" => styles.push(Style::Ruby),
                    "rt" => styles.push(Style::RubyText),
                    "lang" => styles.push(Style::Language(element.annotation.clone())),
                    "v" => styles.push(Style::Voice { name: element.annotation.clone(), classes: classes.clone() }),
                    _ => {}
                }
                if element.tag == "c" || (!classes.is_empty() && element.tag != "v") {
                    styles.push(Style::Class(classes));
                }
                for _ in &styles {
                    spans.push(Span { start, end: start, style: Style::Ruby });
                }
                flatten(&element.children, plain, spans);
                for (offset, style) in styles.into_iter().enumerate() {
                    spans[first + offset] = Span { start, end: plain.len() as u32, style };
                }
            }
        }
    }
}
