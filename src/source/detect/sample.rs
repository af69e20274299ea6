//! The part of a file that the encodings are tried on: lines that are not ASCII, some kilobytes of them,
//! with every byte above ASCII that the file has anywhere; and how often each byte and pair is met there.

use encoding_rs::Encoding;

/// So many bytes of lines decide. More would not change the answer, only take longer.
const ENOUGH: usize = 2 * 1024;

/// Lines with a byte not met before are still taken up to here: a quote that only one of two encodings
/// has may stand far behind.
const MOST: usize = 3 * 1024;

/// So far behind the lines that decide a new byte is looked for.
const FARTHEST: usize = 64 * 1024;

/// A line longer than this is taken in pieces.
const LONGEST: usize = 512;

/// So much of the ASCII text is added if there are few lines of other bytes: its words tell the language.
const WORDS: usize = 1024;

/// Lines of a file, and what stands in them.
pub(super) struct Sample {
    /// The lines.
    pub(super) bytes: Vec<u8>,
    /// The bytes above ASCII that are met, each once.
    pub(super) high: Vec<u8>,
    /// Pairs of bytes of which one is not ASCII, and how often they are met.
    pub(super) pairs: Vec<(u8, u8, i32)>,
    /// How many bytes are ASCII.
    pub(super) ascii: i32,
    counts: [i32; 128],
}

impl Sample {
    /// The sample of a file.
    pub(super) fn of(file: &[u8]) -> Sample {
        let mut bytes = lines(file);
        if bytes.len() < WORDS {
            ascii_lines(file, &mut bytes);
        }
        let mut sample = Sample { bytes: Vec::new(), high: Vec::new(), pairs: Vec::new(), ascii: 0, counts: [0; 128] };
        // Bytes get numbers as they come, and a square of them tells where each pair stands in the list,
        // one more.
        let mut numbers = [0u8; 256];
        let mut met = 0u8;
        for &byte in &bytes {
            if numbers[usize::from(byte)] == 0 && met < u8::MAX {
                met += 1;
                numbers[usize::from(byte)] = met;
            }
        }
        let width = usize::from(met) + 1;
        let mut places = vec![0u16; width * width];
        let mut before = b'\n';
        for &byte in &bytes {
            if byte < 0x80 {
                sample.ascii += 1;
            } else {
                let count = &mut sample.counts[usize::from(byte & 0x7F)];
                if *count == 0 {
                    sample.high.push(byte);
                }
                *count += 1;
            }
            if (before | byte) >= 0x80 {
                let place = &mut places
                    [usize::from(numbers[usize::from(before)]) * width + usize::from(numbers[usize::from(byte)])];
                if *place == 0 {
                    sample.pairs.push((before, byte, 0));
                    // No more pairs than bytes of a sample.
                    *place = u16::try_from(sample.pairs.len()).unwrap_or(u16::MAX);
                }
                sample.pairs[usize::from(*place) - 1].2 += 1;
            }
            before = byte;
        }
        sample.bytes = bytes;
        sample
    }

    /// How many bytes are above ASCII.
    pub(super) fn above_ascii(&self) -> i32 {
        self.counts.iter().sum()
    }

    /// How often a byte above ASCII is met.
    pub(super) fn count(&self, byte: u8) -> i32 {
        self.counts[usize::from(byte & 0x7F)]
    }
}

fn lines(file: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(MOST + LONGEST);
    let (mut at, mut done) = (0, 0);
    while at < file.len() && sample.len() < ENOUGH {
        at += Encoding::ascii_valid_up_to(&file[at..]);
        if at < file.len() {
            at = take_line(file, done, at, &mut sample);
            done = at;
        }
    }
    // Every byte above ASCII once at least.
    let rest = &file[at..file.len().min(at + FARTHEST)];
    let mut wanted = [false; 256];
    for &byte in rest {
        wanted[usize::from(byte)] = true;
    }
    for &byte in &sample {
        wanted[usize::from(byte)] = false;
    }
    for byte in 0x80..=0xFF {
        if wanted[usize::from(byte)]
            && sample.len() < MOST
            && let Some(place) = memchr::memchr(byte, rest)
        {
            let taken = sample.len();
            take_line(file, at, at + place, &mut sample);
            for &byte in &sample[taken..] {
                wanted[usize::from(byte)] = false;
            }
        }
    }
    sample
}

/// Adds the line round a byte, or what of it is near and behind `from`; gives the place behind it.
fn take_line(file: &[u8], from: usize, at: usize, sample: &mut Vec<u8>) -> usize {
    // No byte of a character of several bytes is a newline.
    let before = &file[at.saturating_sub(LONGEST / 2).max(from)..at];
    let start = at - before.len() + memchr::memrchr2(b'\n', b'\r', before).map_or(0, |newline| newline + 1);
    let behind = &file[at..file.len().min(at + LONGEST)];
    let end = at + memchr::memchr2(b'\n', b'\r', behind).unwrap_or(behind.len());
    sample.extend_from_slice(&file[start..end]);
    sample.push(b'\n');
    end
}

/// Adds lines of ASCII that have words, from the beginning of the file.
fn ascii_lines(file: &[u8], sample: &mut Vec<u8>) {
    let most = sample.len() + WORDS;
    for line in file[..file.len().min(2 * MOST)].split(|&byte| byte == b'\n' || byte == b'\r') {
        if line.is_ascii() && line.iter().any(u8::is_ascii_lowercase) && line.len() < LONGEST {
            if sample.len() + line.len() > most {
                return;
            }
            sample.extend_from_slice(line);
            sample.push(b'\n');
        }
    }
}
