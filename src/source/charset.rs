//! Encodings by name: those of the web's standard and the code pages of DOS, to read and to write.
//!
//! encoding_rs has the WHATWG encodings and, as the standard asks, would write UTF-16 as UTF-8 and put
//! `&#9834;` for what an encoding lacks. Subtitles want UTF-16 as it is, and a character that is lacking is
//! an error with its place, or `?` if that was asked for.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{
    EncoderResult, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1252, WINDOWS_1254,
};
use oem_cp::code_table as dos;

/// A character encoding.
///
/// ```
/// use cuekit::Charset;
/// let charset = Charset::for_label("latin1").unwrap();
/// assert_eq!(charset.label(), "windows-1252");
/// assert_eq!(charset.decode(b"caf\xE9").0, "café");
/// assert_eq!(&*charset.encode("café").unwrap(), b"caf\xE9");
/// assert_eq!(charset.encode("do ♪").unwrap_err().offset, 3);
/// ```
#[derive(Clone, Copy)]
pub struct Charset(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Standard(&'static Encoding),
    Dos(&'static CodePage),
    Subset(&'static Subset),
}

/// An encoding that the web's standard reads as a larger one, because files that say it mostly are. To write it
/// is to keep to it.
struct Subset {
    label: &'static str,
    of: &'static Encoding,
    /// The bytes above ASCII that it has begin here.
    from: u16,
}

static SUBSETS: &[Subset] = &[
    Subset { label: "us-ascii", of: WINDOWS_1252, from: 0x100 },
    Subset { label: "iso-8859-1", of: WINDOWS_1252, from: 0xA0 },
    Subset { label: "iso-8859-9", of: WINDOWS_1254, from: 0xA0 },
    Subset { label: "iso-8859-11", of: WINDOWS_874, from: 0xA0 },
];

/// A code page of DOS: what its bytes from 0x80 on stand for.
struct CodePage {
    label: &'static str,
    table: Table,
}

enum Table {
    Whole(&'static [char; 128]),
    Gaps(&'static [Option<char>; 128]),
}

#[rustfmt::skip]
static CODE_PAGES: &[CodePage] = &[
    CodePage { label: "cp437", table: Table::Whole(&dos::DECODING_TABLE_CP437) },
    CodePage { label: "cp720", table: Table::Whole(&dos::DECODING_TABLE_CP720) },
    CodePage { label: "cp737", table: Table::Whole(&dos::DECODING_TABLE_CP737) },
    CodePage { label: "cp775", table: Table::Whole(&dos::DECODING_TABLE_CP775) },
    CodePage { label: "cp850", table: Table::Whole(&dos::DECODING_TABLE_CP850) },
    CodePage { label: "cp852", table: Table::Whole(&dos::DECODING_TABLE_CP852) },
    CodePage { label: "cp855", table: Table::Whole(&dos::DECODING_TABLE_CP855) },
    CodePage { label: "cp857", table: Table::Gaps(&dos::DECODING_TABLE_CP857) },
    CodePage { label: "cp858", table: Table::Whole(&dos::DECODING_TABLE_CP858) },
    CodePage { label: "cp860", table: Table::Whole(&dos::DECODING_TABLE_CP860) },
    CodePage { label: "cp861", table: Table::Whole(&dos::DECODING_TABLE_CP861) },
    CodePage { label: "cp862", table: Table::Whole(&dos::DECODING_TABLE_CP862) },
    CodePage { label: "cp863", table: Table::Whole(&dos::DECODING_TABLE_CP863) },
    CodePage { label: "cp865", table: Table::Whole(&dos::DECODING_TABLE_CP865) },
    CodePage { label: "cp869", table: Table::Whole(&dos::DECODING_TABLE_CP869) },
];

/// The labels that are shown to people, the usual first. Each has other spellings, which are accepted too.
static LABELS: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-9",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "ibm866",
    "macintosh",
    "x-mac-cyrillic",
    "gbk",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "cp437",
    "cp720",
    "cp737",
    "cp775",
    "cp850",
    "cp852",
    "cp855",
    "cp857",
    "cp858",
    "cp860",
    "cp861",
    "cp862",
    "cp863",
    "cp865",
    "cp869",
];

/// A character that an encoding does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmappable {
    /// The character.
    pub character: char,
    /// Where it stands in the text, in bytes.
    pub offset: usize,
}

impl fmt::Display for Unmappable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (U+{:04X})", self.character, self.character as u32)
    }
}

impl std::error::Error for Unmappable {}

impl Charset {
    /// UTF-8.
    pub const UTF_8: Charset = Charset(Kind::Standard(UTF_8));

    /// The encoding of a label, in the spellings of the WHATWG standard (`utf-8`, `latin1`,
    /// `windows-1252`) or as a code page of DOS (`cp437`, `ibm437`, `437`).
    pub fn for_label(label: &str) -> Option<Charset> {
        let label = label.trim().to_ascii_lowercase();
        let number = ["cp", "ibm", "dos-", "oem", "cp-", "ibm-"].iter().find_map(|prefix| label.strip_prefix(prefix));
        let number = number.unwrap_or(&label);
        if let Some(page) = CODE_PAGES.iter().find(|page| page.label[2..] == *number) {
            return Some(Charset(Kind::Dos(page)));
        }
        let standard = |label: &str| Encoding::for_label(label.as_bytes());
        // Names that Windows, Python and others have for encodings of the standard.
        let encoding = standard(&label).or_else(|| match (number, &*label) {
            ("1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" | "874", _) => {
                standard(&format!("windows-{number}"))
            }
            ("932", _) => standard("shift_jis"),
            ("936", _) => standard("gbk"),
            ("949", _) => standard("euc-kr"),
            ("950", _) => standard("big5"),
            ("65001", _) => Some(UTF_8),
            (_, "utf8-bom" | "utf-8-sig") => Some(UTF_8),
            (_, "macroman" | "mac-roman" | "mac_roman") => standard("macintosh"),
            (_, "maccyrillic" | "mac-cyrillic" | "mac_cyrillic") => standard("x-mac-cyrillic"),
            (_, "utf16" | "utf16le" | "utf-16-le" | "utf_16_le") => Some(UTF_16LE),
            (_, "utf16be" | "utf-16-be" | "utf_16_be") => Some(UTF_16BE),
            _ => None,
        });
        // What the standard refuses to decode (hz-gb-2312, iso-2022-kr) is nothing we can read.
        encoding.filter(|&encoding| encoding != REPLACEMENT).map(Charset::from)
    }

    /// The encoding to write for a label: the same, except that `ascii`, `latin1`, `iso-8859-9` and the like, which
    /// the standard reads as larger code pages of Windows, are no larger than they say.
    ///
    /// ```
    /// use cuekit::Charset;
    /// let latin1 = Charset::for_writing("latin1").unwrap();
    /// assert!(latin1.encode("café").is_ok());
    /// assert_eq!(latin1.encode("5 €").unwrap_err().character, '€');
    /// ```
    pub fn for_writing(label: &str) -> Option<Charset> {
        let charset = Self::for_label(label)?;
        let Kind::Standard(encoding) = charset.0 else { return Some(charset) };
        let label = label.to_ascii_lowercase();
        let page = encoding.name().trim_start_matches("windows-");
        let is_ascii = label.contains("ascii") || label.contains("ansi_x3.4");
        let subset = |subset: &&Subset| subset.of == encoding && (subset.label == "us-ascii") == is_ascii;
        let subset = SUBSETS.iter().find(subset).filter(|_| !label.contains(page));
        Some(subset.map_or(charset, |subset| Charset(Kind::Subset(subset))))
    }

    /// The labels to offer a person, one for each encoding.
    pub fn labels() -> impl Iterator<Item = &'static str> {
        LABELS.iter().copied()
    }

    /// Labels that look like this one, the likest first; none if nothing does.
    pub fn near(label: &str) -> Vec<&'static str> {
        let wanted = label.trim().to_ascii_lowercase();
        let mut near: Vec<(usize, &'static str)> =
            LABELS.iter().map(|known| (distance(&wanted, known), *known)).filter(|(d, _)| *d <= 3).collect();
        near.sort();
        near.into_iter().map(|(_, known)| known).take(4).collect()
    }

    /// The name as the standard writes it (`UTF-8`, `windows-1252`, `Shift_JIS`); a code page is its label.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Standard(encoding) => encoding.name(),
            Kind::Dos(page) => page.label,
            Kind::Subset(subset) => subset.label,
        }
    }

    /// The label in lower case, which [`Charset::for_label`] knows.
    pub fn label(self) -> String {
        self.name().to_ascii_lowercase()
    }

    /// Whether this is UTF-8.
    pub fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// The text of bytes, and whether some of them are none (each is U+FFFD then). A byte order mark is
    /// a character as any other.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self.0 {
            Kind::Standard(encoding) => encoding.decode_without_bom_handling(bytes),
            Kind::Dos(page) => page.decode(bytes),
            Kind::Subset(subset) => subset.of.decode_without_bom_handling(bytes),
        }
    }

    /// The bytes of a text; UTF-16 begins with a byte order mark.
    ///
    /// # Errors
    ///
    /// The first character that the encoding does not have.
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, Unmappable> {
        if self.is_utf8() {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let mut first = None;
        let bytes = self.encode_with(text, |unmappable| {
            first.get_or_insert(unmappable);
            false
        });
        first.map_or(Ok(Cow::Owned(bytes)), Err)
    }

    /// The bytes of a text, with `?` for what the encoding does not have; and what that was, in order.
    pub fn encode_lossy(self, text: &str) -> (Cow<'_, [u8]>, Vec<Unmappable>) {
        if self.is_utf8() {
            return (Cow::Borrowed(text.as_bytes()), Vec::new());
        }
        let mut replaced = Vec::new();
        let bytes = self.encode_with(text, |unmappable| {
            replaced.push(unmappable);
            true
        });
        (Cow::Owned(bytes), replaced)
    }

    /// Encodes; `lacking` tells of each character that the encoding lacks whether to go on with `?`.
    fn encode_with(self, text: &str, mut lacking: impl FnMut(Unmappable) -> bool) -> Vec<u8> {
        // A byte order mark is no character to be lacking.
        let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let text = &text[mark..];
        let lacking = |character: char, at: usize| lacking(Unmappable { character, offset: at + mark });
        match self.0 {
            Kind::Standard(encoding) if encoding == UTF_16LE => utf16(text, u16::to_le_bytes),
            Kind::Standard(encoding) if encoding == UTF_16BE => utf16(text, u16::to_be_bytes),
            Kind::Standard(encoding) => encode_standard(encoding, text, lacking),
            Kind::Dos(page) => encode_bytes(|character| page.byte(character), text, lacking),
            Kind::Subset(subset) => encode_bytes(|character| subset.byte(character), text, lacking),
        }
    }
}

/// Encodes in a byte a character.
fn encode_bytes(
    byte_of: impl Fn(char) -> Option<u8>,
    text: &str,
    mut lacking: impl FnMut(char, usize) -> bool,
) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for (offset, character) in text.char_indices() {
        match byte_of(character) {
            Some(byte) => bytes.push(byte),
            None if lacking(character, offset) => bytes.push(b'?'),
            None => break,
        }
    }
    bytes
}

impl Subset {
    fn byte(&self, c: char) -> Option<u8> {
        let mut byte = [0; 4];
        let encoder = &mut self.of.new_encoder();
        let (result, _, length) =
            encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), &mut byte, true);
        let byte = (result == EncoderResult::InputEmpty && length == 1).then_some(byte[0])?;
        (c.is_ascii() || u16::from(byte) >= self.from).then_some(byte)
    }
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes_of).collect()
}

fn encode_standard(encoding: &'static Encoding, text: &str, mut lacking: impl FnMut(char, usize) -> bool) -> Vec<u8> {
    let mut encoder = encoding.new_encoder();
    let mut bytes = Vec::with_capacity(text.len() + 16);
    let mut at = 0;
    loop {
        // Enough for the rest, so that the encoder never asks for more room twice for one place.
        let room = encoder.max_buffer_length_from_utf8_without_replacement(text.len() - at).unwrap_or(0);
        bytes.reserve(room.clamp(64, 1 << 16));
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(&text[at..], &mut bytes, true);
        at += read;
        match result {
            EncoderResult::InputEmpty => return bytes,
            EncoderResult::OutputFull => {}
            // ISO-2022-JP is back in ASCII when it reports one.
            EncoderResult::Unmappable(character) => {
                if !lacking(character, at - character.len_utf8()) {
                    return bytes;
                }
                bytes.push(b'?');
            }
        }
    }
}

impl CodePage {
    fn character(&self, byte: u8) -> Option<char> {
        match byte {
            0..0x80 => Some(char::from(byte)),
            _ => match self.table {
                Table::Whole(table) => Some(table[usize::from(byte & 0x7F)]),
                Table::Gaps(table) => table[usize::from(byte & 0x7F)],
            },
        }
    }

    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() { Some(c as u8) } else { (0x80..=0xFF).find(|&byte| self.character(byte) == Some(c)) }
    }

    fn decode<'b>(&self, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
        if let Ok(text) = std::str::from_utf8(bytes)
            && bytes.is_ascii()
        {
            return (Cow::Borrowed(text), false);
        }
        let mut had_errors = false;
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
        for &byte in bytes {
            text.push(self.character(byte).unwrap_or_else(|| {
                had_errors = true;
                '\u{FFFD}'
            }));
        }
        (Cow::Owned(text), had_errors)
    }
}

impl From<&'static Encoding> for Charset {
    fn from(encoding: &'static Encoding) -> Self {
        Charset(Kind::Standard(encoding))
    }
}

impl PartialEq for Charset {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Charset {}

impl fmt::Debug for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Charset({})", self.name())
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How many letters have to be changed, left out or put in (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_known_and_comes_back() {
        for label in Charset::labels() {
            let charset = Charset::for_label(label).unwrap_or_else(|| panic!("{label}"));
            assert_eq!(Charset::for_label(&charset.label()), Some(charset), "{label}");
        }
        for (alias, label) in [("IBM437", "cp437"), ("850", "cp850"), ("cp1251", "windows-1251"), ("UTF8", "utf-8")] {
            assert_eq!(Charset::for_label(alias).map(Charset::label).as_deref(), Some(label));
        }
        assert_eq!(Charset::for_label("cp866").map(Charset::label).as_deref(), Some("ibm866"));
        assert_eq!(Charset::for_label("iso-2022-kr"), None);
        assert_eq!(Charset::near("windows1250").first(), Some(&"windows-1250"));
        assert!(Charset::near("elephant").is_empty());
    }

    #[test]
    fn what_an_encoding_lacks_has_a_place_or_a_question_mark() {
        for label in ["windows-1252", "iso-2022-jp", "cp437", "shift_jis"] {
            let charset = Charset::for_label(label).unwrap();
            let error = charset.encode("ab ☃ c").unwrap_err();
            assert_eq!((error.character, error.offset), ('☃', 3), "{label}");
            let (bytes, replaced) = charset.encode_lossy("ab ☃ c ☃");
            assert_eq!(charset.decode(&bytes).0, "ab ? c ?", "{label}");
            assert_eq!(replaced.len(), 2);
        }
        let (bytes, replaced) = Charset::for_label("iso-2022-jp").unwrap().encode_lossy("日☃本");
        assert_eq!(
            (Charset::for_label("iso-2022-jp").unwrap().decode(&bytes).0.as_ref(), replaced[0].offset),
            ("日?本", 3)
        );
    }

    #[test]
    fn a_subset_is_written_no_larger_than_it_is() {
        for (label, good, bad) in [
            ("ascii", "a", "é"),
            ("US-ASCII", "a", "”"),
            ("iso-8859-1", "é", "€"),
            ("ISO_8859-1", "ÿ", "“"),
            ("latin1", "\u{A0}", "Œ"),
            ("latin5", "ğ", "…"),
            ("iso-8859-9", "ğ", "€"),
            ("tis-620", "ก", "–"),
        ] {
            let charset = Charset::for_writing(label).unwrap();
            assert_eq!(charset.decode(&charset.encode(good).unwrap()).0, good, "{label}");
            assert_eq!(charset.encode(bad).unwrap_err().character, bad.chars().next().unwrap(), "{label}");
            assert_eq!(&*charset.encode_lossy(bad).0, b"?", "{label}");
        }
        for label in ["windows-1252", "cp1252", "1252", "windows-1254", "windows-874", "iso-8859-15"] {
            let charset = Charset::for_writing(label).unwrap();
            assert!(Charset::for_label(label) == Some(charset) && charset.encode("€").is_ok(), "{label}");
        }
    }

    #[test]
    fn utf16_is_written_with_a_mark() {
        assert_eq!(&*Charset::for_label("utf-16le").unwrap().encode("é").unwrap(), b"\xFF\xFE\xE9\0");
        assert_eq!(&*Charset::for_label("utf-16be").unwrap().encode("\u{FEFF}é").unwrap(), b"\xFE\xFF\0\xE9");
        let latin = Charset::for_label("latin1").unwrap();
        assert_eq!(&*latin.encode("\u{FEFF}é").unwrap(), b"\xE9");
        assert_eq!(latin.encode("\u{FEFF}é☃").unwrap_err().offset, 5);
    }

    #[test]
    fn long_texts_come_back_whole() {
        let text = "Žluťoučký kůň příliš úpěl. ".repeat(9000);
        for label in ["windows-1250", "gb18030", "cp852", "utf-16le"] {
            let charset = Charset::for_label(label).unwrap();
            let bytes = charset.encode(&text).unwrap();
            assert_eq!(charset.decode(&bytes).0.trim_start_matches('\u{FEFF}'), text, "{label}");
        }
    }
}
