//! Bytes to text and back: byte order marks, encodings, newlines, and where in the text a byte stands.

mod charset;
mod detect;
mod lines;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use encoding_rs::Encoding;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

pub use self::charset::{Charset, Unmappable};
pub(crate) use self::lines::{lines_from, lines_of};

impl Newline {
    /// A text whose lines end in `\n`, with its lines ending like this.
    pub(crate) fn apply(self, text: String) -> String {
        if self == Newline::Lf { text } else { text.replace('\n', self.as_str()) }
    }
}

/// A line and a column of a source, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// How lines end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Newline {
    /// `\n`.
    #[default]
    Lf,
    /// `\r\n`.
    CrLf,
    /// `\r`, of old Macs.
    Cr,
}

impl Newline {
    /// The characters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Newline::Lf => "\n",
            Newline::CrLf => "\r\n",
            Newline::Cr => "\r",
        }
    }
}

/// The text of one input, borrowed from its bytes when they are UTF-8.
#[derive(Debug)]
pub struct Source<'b> {
    text: Cow<'b, str>,
    encoding: Charset,
    had_bom: bool,
    extension: Option<String>,
    line_starts: OnceLock<Vec<u32>>,
}

impl<'b> Source<'b> {
    /// Decodes bytes: by the byte order mark, else as UTF-8 if they are, else as UTF-16 if every
    /// other byte says so, else by the encoding that gives the likeliest text (reported as a note).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Empty`], [`ErrorKind::Binary`] for what is no text, [`ErrorKind::Limit`] for
    /// more bytes than `limits` allows.
    ///
    /// ```
    /// use cuekit::{Limits, Sink, Source};
    /// let source = Source::decode(b"caf\xe9", &Limits::default(), &mut Sink::new())?;
    /// assert_eq!(source.text(), "café");
    /// # Ok::<(), cuekit::Error>(())
    /// ```
    pub fn decode(bytes: &'b [u8], limits: &Limits, sink: &mut Sink) -> Result<Self> {
        Self::decode_hinted(bytes, None, limits, sink)
    }

    /// The same, where the language of the text is known (`fr`, `pt-BR`): it helps to tell encodings apart.
    ///
    /// # Errors
    ///
    /// As [`Source::decode`].
    pub fn decode_hinted(bytes: &'b [u8], language: Option<&str>, limits: &Limits, sink: &mut Sink) -> Result<Self> {
        check_size(bytes, limits)?;
        if let Some(what) = binary_kind(bytes) {
            return Err(ErrorKind::Binary(what).into());
        }
        let (charset, bom_length) = charset_of(bytes, language);
        // Without a mark, what is not Unicode was a guess.
        if bom_length == 0 && !charset.name().starts_with("UTF-") {
            sink.report(
                Diagnostic::note("encoding-guessed", format!("the text is not UTF-8; it was read as {charset}"))
                    .help("if letters look wrong, name the encoding with --encoding"),
            );
        }
        let source = Self::decoded(bytes, charset, bom_length, sink)?;
        let head = &source.text.as_bytes()[..source.text.len().min(HEAD)];
        if memchr::memchr(0, head).is_some() && mostly_control(&source.text) {
            return Err(ErrorKind::Binary("binary data").into());
        }
        Ok(source)
    }

    /// Decodes bytes in an encoding the user named; a byte order mark knows better.
    ///
    /// # Errors
    ///
    /// As [`Source::decode`], but never [`ErrorKind::Binary`].
    pub fn decode_as(bytes: &'b [u8], charset: impl Into<Charset>, limits: &Limits, sink: &mut Sink) -> Result<Self> {
        check_size(bytes, limits)?;
        match Encoding::for_bom(bytes) {
            Some((encoding, length)) => Self::decoded(bytes, encoding.into(), length, sink),
            None => Self::decoded(bytes, charset.into(), 0, sink),
        }
    }

    fn decoded(bytes: &'b [u8], charset: Charset, bom_length: usize, sink: &mut Sink) -> Result<Self> {
        let (text, had_errors) = charset.decode(&bytes[bom_length..]);
        if had_errors {
            let place = text.find('\u{FFFD}').unwrap_or(0);
            sink.report(
                Diagnostic::warning(
                    "undecodable-bytes",
                    format!("some bytes are no {charset} and were read as \u{FFFD}"),
                )
                .at(place..place + '\u{FFFD}'.len_utf8())
                .help("name the encoding with --encoding"),
            );
        }
        if text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Empty));
        }
        Ok(Source { text, encoding: charset, had_bom: bom_length > 0, extension: None, line_starts: OnceLock::new() })
    }

    /// A text that is already decoded.
    pub fn from_text(text: impl Into<Cow<'b, str>>) -> Self {
        Source {
            text: text.into(),
            encoding: Charset::UTF_8,
            had_bom: false,
            extension: None,
            line_starts: OnceLock::new(),
        }
    }

    /// The same source, with the file name extension it came under; detection uses it as tie-break.
    pub fn with_extension(mut self, extension: impl Into<String>) -> Self {
        self.extension = Some(extension.into().to_ascii_lowercase());
        self
    }

    /// The text, without a byte order mark, with its newlines as they were.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding the bytes had.
    pub fn encoding(&self) -> Charset {
        self.encoding
    }

    /// Whether the bytes began with a byte order mark.
    pub fn had_bom(&self) -> bool {
        self.had_bom
    }

    /// The file name extension in lower case, without the dot.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// How its lines end, by the first that does.
    pub fn newline(&self) -> Newline {
        let text = self.text.as_bytes();
        match memchr::memchr2(b'\r', b'\n', text) {
            Some(at) if text[at] == b'\r' && text.get(at + 1) == Some(&b'\n') => Newline::CrLf,
            Some(at) if text[at] == b'\r' => Newline::Cr,
            _ => Newline::Lf,
        }
    }

    /// The line and column of a byte of the text.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts();
        let offset = floor_char_boundary(&self.text, offset);
        let line = starts.partition_point(|&start| start as usize <= offset);
        let start = starts[line - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The bytes of a line counted from 1, without its newline; empty beyond the last.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return self.text.len()..self.text.len();
        };
        let start = start as usize;
        let end = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        start..start + self.text[start..end].trim_end_matches(['\r', '\n']).len()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let text = self.text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\r', b'\n', text) {
                let crlf = text[at] == b'\r' && text.get(at + 1) == Some(&b'\n');
                if !crlf {
                    starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
                }
            }
            starts
        })
    }
}

/// The character boundary at or before a byte (`str::floor_char_boundary` needs a newer Rust).
pub(crate) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// What the first bytes say of a file that is no text.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a zip archive (a .docx, .odt or .xlsx is one too)"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xFF\xD8\xFF", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"\x1F\x8B", "gzip-compressed data"),
        (b"RIFF", "a RIFF file (WAV, AVI)"),
        (b"ID3", "an MP3 recording"),
        (b"OggS", "an Ogg recording"),
        (b"fLaC", "a FLAC recording"),
        (b"\x1A\x45\xDF\xA3", "a Matroska or WebM film"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"{\\rtf", "an RTF document"),
    ];
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("an MP4 film or recording");
    }
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, what)| what)
}

/// How many bytes show whether a file is a text.
const HEAD: usize = 16 * 1024;

/// Whether one character in ten of the sample is a control character that no text has.
fn mostly_control(text: &str) -> bool {
    let sample = text.chars().take(4096);
    let (mut control, mut all) = (0, 0);
    for c in sample {
        all += 1;
        control += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c'));
    }
    control * 10 > all
}

fn check_size(bytes: &[u8], limits: &Limits) -> Result<()> {
    if bytes.len() as u64 > limits.bytes.min(u64::from(u32::MAX)) {
        let message = format!("{} bytes are more than the {} a file may have", bytes.len(), limits.bytes);
        return Err(ErrorKind::Limit(message).into());
    }
    Ok(())
}

/// The encoding of bytes, and the length of their byte order mark.
fn charset_of(bytes: &[u8], language: Option<&str>) -> (Charset, usize) {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding.into(), length),
        None => (detect::detect(bytes, language), 0),
    }
}

impl Charset {
    /// The encoding of a file's bytes: by their byte order mark, or the one that gives the likeliest text.
    /// `language` is what is known of it (`fr`), if anything.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Binary`] for what is no text.
    ///
    /// ```
    /// use cuekit::Charset;
    /// let bytes = b"Le caf\x8E est ferm\x8E, \x88 cause de l'\x8Et\x8E.";
    /// assert_eq!(Charset::detect(bytes, None)?.label(), "macintosh");
    /// # Ok::<(), cuekit::Error>(())
    /// ```
    pub fn detect(bytes: &[u8], language: Option<&str>) -> Result<Charset> {
        if let Some(what) = binary_kind(bytes) {
            return Err(ErrorKind::Binary(what).into());
        }
        let (charset, _) = charset_of(bytes, language);
        let head = &bytes[..bytes.len().min(4096)];
        let is_wide = charset.name().starts_with("UTF-16");
        if !is_wide && memchr::memchr(0, head).is_some() && mostly_control(&charset.decode(head).0) {
            return Err(ErrorKind::Binary("binary data").into());
        }
        Ok(charset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<String> {
        Source::decode(bytes, &Limits::default(), &mut Sink::new()).map(|s| s.text().to_owned())
    }

    #[test]
    fn reads_utf16_with_and_without_a_mark() {
        let utf16 = |bom: bool| -> Vec<u8> {
            let text = if bom { "\u{FEFF}[0:03] Bonjour à tous" } else { "[0:03] Bonjour à tous" };
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        assert_eq!(decode(&utf16(true)).unwrap(), "[0:03] Bonjour à tous");
        assert_eq!(decode(&utf16(false)).unwrap(), "[0:03] Bonjour à tous");
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert!(matches!(decode(b"").unwrap_err().kind(), ErrorKind::Empty));
        assert!(matches!(decode(b" \r\n\t").unwrap_err().kind(), ErrorKind::Empty));
        assert!(matches!(decode(b"\xEF\xBB\xBF").unwrap_err().kind(), ErrorKind::Empty));
        assert!(matches!(decode(b"%PDF-1.7 \x80").unwrap_err().kind(), ErrorKind::Binary(_)));
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(matches!(decode(&noise).unwrap_err().kind(), ErrorKind::Binary(_)));
    }

    #[test]
    fn counts_lines_of_every_newline_and_columns_in_characters() {
        let source = Source::from_text("é1\r\n2\r3\n4");
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(5), Position { line: 2, column: 1 });
        assert_eq!(source.position(7), Position { line: 3, column: 1 });
        assert_eq!(source.position(99), Position { line: 4, column: 2 });
        assert_eq!(&source.text()[source.line_range(1)], "é1");
        assert_eq!(source.line_range(9), 10..10);
    }
}
