//! XML as the readers of XML formats need it: elements, their attributes and their text, one after the
//! other, without a tree. Broken XML is read up to where it breaks.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::source::floor_char_boundary;

/// What is met in an XML text.
pub(super) enum Node<'e, 'a> {
    /// An element begins.
    Open(&'e Element<'a>),
    /// An element ends; its name without a prefix.
    Close(&'e str),
    /// A piece of text, references resolved.
    Text(&'e str),
}

/// The beginning of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without a prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// An attribute by its name without a prefix.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|a| local(a.key.into_inner()) == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(Cow::Borrowed(&found.value)).into_owned())
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Walks through an XML text, telling the place of each node.
pub(super) fn walk(
    text: &str,
    sink: &mut Sink,
    mut visit: impl FnMut(Node<'_, '_>, usize, &mut Sink) -> Result<()>,
) -> Result<()> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        match reader.read_event() {
            Ok(Event::Start(start)) => visit(Node::Open(&Element(start)), at, sink)?,
            Ok(Event::Empty(start)) => {
                let element = Element(start);
                visit(Node::Open(&element), at, sink)?;
                visit(Node::Close(element.name()), at, sink)?;
            }
            Ok(Event::End(end)) => visit(Node::Close(local(end.name().into_inner())), at, sink)?,
            Ok(Event::Text(piece)) => visit(Node::Text(&piece.xml10_content()), at, sink)?,
            Ok(Event::CData(piece)) => visit(Node::Text(&piece.xml10_content()), at, sink)?,
            Ok(Event::GeneralRef(reference)) => {
                let written = format!("&{};", &*reference);
                visit(Node::Text(&htmlize::unescape(written.as_str())), at, sink)?;
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_)) => {}
            Err(error) => {
                let at = floor_char_boundary(text, at);
                let message = format!("the XML breaks here ({error}); what stands before was read");
                sink.report(Diagnostic::warning("xml-broken", message).at(at..text.len().min(at)));
                return Ok(());
            }
        }
    }
}

/// The name of the root element, without a prefix, if a text looks like XML.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = text[..floor_char_boundary(text, 4096)].trim_start();
    loop {
        rest = rest.strip_prefix('<')?;
        let end = match rest.as_bytes().first()? {
            b'?' => "?>",
            b'!' if rest.starts_with("!--") => "-->",
            b'!' if rest.split('>').next().is_some_and(|declaration| declaration.contains('[')) => "]>",
            b'!' => ">",
            _ => break,
        };
        rest = rest[rest.find(end)? + end.len()..].trim_start();
    }
    let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
    Some(local(name)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_root() {
        assert_eq!(root("<?xml version=\"1.0\"?>\n<!DOCTYPE Trans SYSTEM \"t.dtd\">\n<Trans a='b'>"), Some("Trans"));
        assert_eq!(root("<!-- a > b --><tt:tt>"), Some("tt"));
        assert_eq!(root("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), Some("a"));
        assert_eq!(root("text"), None);
        assert_eq!(root("<"), None);
    }
}
