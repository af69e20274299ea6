//! Which encoding bytes are in that do not say so.
//!
//! What can be told for certain comes first: UTF-16 by the zero bytes of its blanks, digits and newlines,
//! ISO-2022-JP by its escapes, UTF-8 by its form, what an XML declaration names. Else every encoding reads a sample, and the likeliest text
//! wins ([`score`]). A detector made for web pages sees too little in a subtitle file: a few hundred letters
//! in a frame of times, of which only some are not ASCII. So the sample is of lines that are not ASCII, with
//! every byte the file has, and the common words of ASCII letters tell the language.

mod class;
mod languages;
mod sample;
mod score;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15, ISO_8859_16, KOI8_R,
    KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

use self::class::{ASCII, Class};
use self::sample::Sample;
use self::score::{Tables, Tally, Words};
use super::charset::Charset;

/// Encodings of one byte a character, the usual first: of two that give the same text the earlier is
/// named. With each, the bits that its rarity speaks against it.
static SINGLE_BYTE: &[(&Encoding, i32)] = &[
    (WINDOWS_1252, 0),
    (WINDOWS_1251, 0),
    (WINDOWS_1250, 0),
    (WINDOWS_1256, 0),
    (WINDOWS_1255, 0),
    (WINDOWS_1253, 0),
    (WINDOWS_1254, 1),
    (WINDOWS_1257, 1),
    (WINDOWS_1258, 2),
    (WINDOWS_874, 0),
    (KOI8_R, 1),
    (KOI8_U, 1),
    (ISO_8859_2, 1),
    (ISO_8859_5, 2),
    (ISO_8859_7, 1),
    (ISO_8859_6, 2),
    (ISO_8859_8, 2),
    (ISO_8859_15, 1),
    (ISO_8859_4, 3),
    (ISO_8859_13, 3),
    (ISO_8859_16, 3),
    (ISO_8859_10, 4),
    (ISO_8859_3, 4),
    (ISO_8859_14, 4),
    (IBM866, 2),
    (MACINTOSH, 3),
    (X_MAC_CYRILLIC, 3),
];

/// The code pages of DOS, the usual first.
static DOS: &[(&str, i32)] = &[
    ("cp437", 4),
    ("cp850", 4),
    ("cp852", 4),
    ("cp737", 4),
    ("cp857", 4),
    ("cp862", 4),
    ("cp855", 5),
    ("cp775", 5),
    ("cp865", 5),
    ("cp860", 6),
    ("cp861", 6),
    ("cp863", 6),
    ("cp869", 6),
    ("cp720", 6),
    ("cp858", 6),
];

/// Encodings of several bytes a character.
static MULTI_BYTE: &[(&Encoding, i32)] = &[(GBK, 0), (BIG5, 0), (SHIFT_JIS, 0), (EUC_KR, 0), (EUC_JP, 1)];

/// A text of East Asia costs less for each byte above ASCII, if there are enough of them to tell.
const ASIAN_RATE: f32 = 6.2;
const ASIAN_LEAST: i32 = 64;

/// So many bytes at a time are read in an encoding of several bytes a character.
const PIECE: usize = 384;

/// The encoding of bytes without a byte order mark. `language` is what the user says of the text.
pub(super) fn detect(bytes: &[u8], language: Option<&str>) -> Charset {
    // A NUL byte is valid UTF-8, so UTF-16 is looked for first.
    if let Some(encoding) = utf16(bytes) {
        return encoding.into();
    }
    let ascii = Encoding::iso_2022_jp_ascii_valid_up_to(bytes);
    if ascii == bytes.len() {
        return UTF_8.into();
    }
    if bytes[ascii] == 0x1B && is_iso_2022_jp(bytes) {
        return ISO_2022_JP.into();
    }
    if Encoding::utf8_valid_up_to(bytes) == bytes.len() || mostly_utf8(bytes) {
        return UTF_8.into();
    }
    declared(bytes).unwrap_or_else(|| likeliest(bytes, language))
}

/// The encoding that an XML declaration names. It is asked after UTF-8: files are transcoded, and their
/// declaration forgotten, more often than the other way round.
fn declared(bytes: &[u8]) -> Option<Charset> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..memchr::memmem::find(&head[..head.len().min(256)], b"?>")?];
    let value = head[memchr::memmem::find(head, b"encoding")? + b"encoding".len()..].trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let label = str::from_utf8(&value[..memchr::memchr(*quote, value)?]).ok()?;
    Charset::for_label(label).filter(|charset| !charset.name().starts_with("UTF-"))
}

/// UTF-16 text of every script has newlines, and mostly blanks and digits, of which each second byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    memchr::memchr(0, sample)?;
    let is_text = |low: u8| matches!(low, b'\n' | b'\r' | b'\t' | b' '..=b'~');
    let (mut little, mut big) = (0, 0);
    for unit in sample.chunks_exact(2) {
        little += usize::from(unit[1] == 0 && is_text(unit[0]));
        big += usize::from(unit[0] == 0 && is_text(unit[1]));
    }
    if little.max(big) < sample.len() / 2 / 100 + 1 {
        return None;
    }
    // A stray NUL makes no UTF-16: there every newline is two bytes.
    let newlines = memchr::memchr_iter(b'\n', sample).count();
    let wide = sample.chunks_exact(2).filter(|unit| matches!(unit, [b'\n', 0] | [0, b'\n'])).count();
    if newlines > 2 * wide {
        return None;
    }
    // In the other order, characters of Asia look like ASCII whose low byte is zero: one, U+4E00, like N.
    match (little, big) {
        (_, 0) => Some(UTF_16LE),
        (0, _) => Some(UTF_16BE),
        _ => {
            let tables = Tables::get();
            let words = tables.count_words(b"");
            let cost = |encoding: &'static Encoding| {
                let mut tally = Tally::new(tables, 0);
                tally.text(&encoding.decode_without_bom_handling(&sample[..sample.len().min(1024)]).0, Class::Blank);
                tally.cost(&words)
            };
            Some(if cost(UTF_16LE) <= cost(UTF_16BE) { UTF_16LE } else { UTF_16BE })
        }
    }
}

/// Whether there is an escape to two-byte characters, and every escape is one of the encoding's.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes = |escape: &[u8]| memchr::memmem::find(bytes, escape).is_some();
    (escapes(b"\x1B$B") || escapes(b"\x1B$@") || escapes(b"\x1B(I"))
        && ISO_2022_JP.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// Whether a few bytes are broken in a text that is UTF-8 otherwise: no other encoding has valid
/// sequences but by chance, and the longer one is the less likely that is.
fn mostly_utf8(bytes: &[u8]) -> bool {
    /// A sequence of three bytes and one of two (`’` and `é`), or three of two, outweigh a broken byte.
    const ENOUGH: usize = 3;
    let (mut good, mut bad) = (0usize, 0usize);
    // Of a long text that is something else the beginning tells.
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().map(|c| c.len_utf8() - 1).sum::<usize>();
        bad += usize::from(!chunk.invalid().is_empty());
        if bad > 64 && good < bad {
            return false;
        }
    }
    good >= bad * ENOUGH
}

/// The encoding in which a sample is the likeliest text.
fn likeliest(bytes: &[u8], language: Option<&str>) -> Charset {
    let tables = Tables::get();
    let sample = Sample::of(bytes);
    let mut words = tables.count_words(&sample.bytes);
    if let Some(language) = language {
        words.hint(language);
    }
    let multi_byte = |&(encoding, rarity)| Candidate::multi_byte(encoding, rarity, &sample, tables);
    let mut multi_byte: Vec<Candidate<'_>> = MULTI_BYTE.iter().map(multi_byte).collect();
    multi_byte.sort_by_cached_key(|candidate| candidate.cost(&words));
    let mut best = Best::default();
    // A text of East Asia, as rates are told apart: those of such texts end at 6.8, those of single bytes
    // read as pairs begin at 7.4.
    if multi_byte.first().is_some_and(|likeliest| likeliest.rate(&words) < ASIAN_RATE) {
        best.search(std::mem::take(&mut multi_byte), &sample, &words);
        if sample.above_ascii() >= ASIAN_LEAST && best.rate(&sample, &words) < ASIAN_RATE {
            return best.charset(&sample);
        }
    }
    let most = best.cost.saturating_add(words.slack());
    let standard = SINGLE_BYTE.iter().map(|&(encoding, rarity)| (Charset::from(encoding), rarity));
    let dos = DOS.iter().filter_map(|&(label, rarity)| Some((Charset::for_label(label)?, rarity)));
    let mut single_byte: Vec<Candidate<'_>> = standard
        .chain(dos)
        .filter_map(|(charset, rarity)| Candidate::single_byte(charset, rarity, &sample, tables, most))
        .collect();
    // Stable, so that of two that give the same text the usual stays before the other.
    single_byte.sort_by_cached_key(|candidate| candidate.cost(&words));
    best.search(single_byte, &sample, &words);
    let rate = best.rate(&sample, &words);
    multi_byte.retain(|candidate| candidate.rate(&words) < rate * 1.5);
    best.search(multi_byte, &sample, &words);
    best.charset(&sample)
}

/// The likeliest encoding so far.
struct Best {
    cost: i32,
    charset: Charset,
}

impl Default for Best {
    fn default() -> Self {
        Best { cost: i32::MAX, charset: WINDOWS_1252.into() }
    }
}

impl Best {
    /// What the text costs for each byte above ASCII.
    fn rate(&self, sample: &Sample, words: &Words) -> f32 {
        (self.cost + words.most() - ASCII * sample.ascii) as f32 / sample.above_ascii().max(1) as f32
    }

    /// By its name: that of two that have one decoder which the bytes need.
    fn charset(&self, sample: &Sample) -> Charset {
        let needs_gb18030 = self.charset == GBK.into() && has_four_bytes(&sample.bytes);
        if needs_gb18030 { GB18030.into() } else { self.charset }
    }

    /// Looks for a likelier one among candidates that are sorted by what they cost so far.
    fn search(&mut self, candidates: Vec<Candidate<'_>>, sample: &Sample, words: &Words) {
        for mut candidate in candidates {
            if candidate.cost(words) >= self.cost {
                break;
            }
            if let Some(cost) = candidate.finish(sample, words, self.cost) {
                *self = Best { cost, charset: candidate.charset };
            }
        }
    }
}

/// An encoding that the text may be in, and what that costs as far as is known.
struct Candidate<'t> {
    charset: Charset,
    tally: Tally<'t>,
    reading: Reading,
}

/// How far the text was read.
enum Reading {
    /// Every byte was counted; how they follow each other was not looked at. The class of each.
    SingleByte(Box<[Class; 128]>),
    /// So many bytes were read, and what stood last there.
    MultiByte(usize, Class),
}

impl<'t> Candidate<'t> {
    /// None if it will cost more than `most`, whatever the language.
    fn single_byte(charset: Charset, rarity: i32, sample: &Sample, tables: &'t Tables, most: i32) -> Option<Self> {
        let mut tally = Tally::new(tables, rarity);
        let mut classes = Box::new([Class::Odd; 128]);
        tally.ascii(sample.ascii);
        // Each of these bytes is one character, whether it is defined or not.
        let (text, _) = charset.decode(&sample.high);
        for (c, &byte) in text.chars().zip(&sample.high) {
            classes[usize::from(byte & 0x7F)] = tally.mark(c, sample.count(byte));
        }
        if tally.at_least() > most {
            return None;
        }
        for (c, &byte) in text.chars().zip(&sample.high) {
            tally.letter(c, classes[usize::from(byte & 0x7F)], sample.count(byte));
        }
        Some(Candidate { charset, tally, reading: Reading::SingleByte(classes) })
    }

    fn multi_byte(encoding: &'static Encoding, rarity: i32, sample: &Sample, tables: &'t Tables) -> Self {
        let tally = Tally::new(tables, rarity);
        let mut candidate = Candidate { charset: encoding.into(), tally, reading: Reading::MultiByte(0, Class::Blank) };
        candidate.read_piece(&sample.bytes);
        candidate
    }

    /// What the text costs so far; the whole costs no less.
    fn cost(&self, words: &Words) -> i32 {
        self.tally.cost(words)
    }

    /// What it costs so far for each byte above ASCII that was read.
    fn rate(&self, words: &Words) -> f32 {
        (self.cost(words) + words.most() - ASCII * self.tally.ascii) as f32 / self.tally.above_ascii.max(1) as f32
    }

    /// What the whole text costs, unless it is `least` or more.
    fn finish(&mut self, sample: &Sample, words: &Words, least: i32) -> Option<i32> {
        match &self.reading {
            Reading::SingleByte(classes) => {
                let class = |byte: u8| match byte {
                    0..0x80 => class::ascii(byte),
                    _ => classes[usize::from(byte & 0x7F)],
                };
                for &(first, second, n) in &sample.pairs {
                    self.tally.pair(class(first), class(second), n);
                }
            }
            Reading::MultiByte(..) => while self.read_piece(&sample.bytes) && self.cost(words) < least {},
        }
        Some(self.cost(words)).filter(|cost| *cost < least)
    }

    /// Reads some lines more in an encoding of several bytes a character; tells whether there were any.
    fn read_piece(&mut self, bytes: &[u8]) -> bool {
        let Reading::MultiByte(at, before) = &mut self.reading else { return false };
        let rest = &bytes[*at..];
        if rest.is_empty() {
            return false;
        }
        // No character spans two lines.
        let most = rest.len().min(PIECE);
        let end = memchr::memrchr(b'\n', &rest[..most]).map_or(most, |newline| newline + 1);
        *at += end;
        self.tally.above_ascii += rest[..end].iter().filter(|byte| !byte.is_ascii()).count() as i32;
        let (text, _) = self.charset.decode(&rest[..end]);
        *before = self.tally.text(&text, *before);
        true
    }
}

/// Whether there is a character of four bytes, which gb18030 has and GBK has not.
fn has_four_bytes(bytes: &[u8]) -> bool {
    let four = |w: &[u8]| matches!(w, [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9']);
    bytes.windows(4).any(four)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(bytes: &[u8]) -> String {
        detect(bytes, None).label()
    }

    #[test]
    fn what_is_certain_is_not_guessed() {
        assert_eq!(label(b""), "utf-8");
        assert_eq!(label(b"1\n00:00:01,000 --> 00:00:02,000\nplain\n"), "utf-8");
        assert_eq!(label("Žluťoučký kůň".as_bytes()), "utf-8");
        assert_eq!(label(b"\x1B$B$3$s\x1B(B\n"), "iso-2022-jp");
        assert_eq!(label(b"\x1B[31mred\x1B[0m\n"), "utf-8");
        assert_eq!(label(b"<?xml version=\"1.0\" encoding='ISO-8859-7'?>\n<tt>\xC1</tt>"), "iso-8859-7");
        assert_eq!(label("<?xml version=\"1.0\" encoding='ISO-8859-7'?>\n<tt>é</tt>".as_bytes()), "utf-8");
    }

    #[test]
    fn utf16_is_told_where_low_bytes_are_zero_too() {
        // U+4E00 is the commonest number of Chinese and ends with a zero byte.
        let text = "一一一一\n一一一一\n1\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(label(&bytes), "utf-16le");
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(label(&bytes), "utf-16be");
    }

    #[test]
    fn a_stray_nul_makes_no_utf16() {
        assert_eq!(label("1\n00:00:01,000 --> 00:00:02,000\nOne\n\0\0\0".as_bytes()), "utf-8");
    }

    #[test]
    fn a_line_without_end_is_sampled_in_pieces() {
        let (bytes, _, _) = WINDOWS_1251.encode("Это одна очень длинная строка без конца и края. ");
        assert_eq!(label(&bytes.repeat(2000)), "windows-1251");
    }

    #[test]
    fn a_user_who_names_the_language_helps() {
        // Two letters: Turkish or Icelandic?
        let bytes = b"\xFE \xF0\n";
        assert_eq!(detect(bytes, Some("tr")).decode(bytes).0, "ş ğ\n");
        assert_eq!(detect(bytes, Some("is")).decode(bytes).0, "þ ð\n");
    }

    #[test]
    fn every_beginning_of_a_text_has_an_answer() {
        let (bytes, _, _) = WINDOWS_1252.encode("« Où est passé le garçon ? » – « Là-bas, à l’école… »\r\n");
        for end in 0..bytes.len() {
            detect(&bytes[..end], Some(""));
        }
        let all: Vec<u8> = (0..=255).cycle().take(9000).collect();
        detect(&all, None);
        detect(&all[128..], Some("no such language"));
    }
}
