//! How fast safe Rust can be if it does nothing but the work: SRT as one scan for line ends, text
//! borrowed, no diagnostics, no repairs. Clocks must be `HH:MM:SS,mmm`. Not a reader to use: a mark
//! that says what cuekit's tolerance and its remarks cost.

use memchr::memchr_iter;

/// Start and end in milliseconds, and the text as it stands in the file.
pub type Cue<'a> = (i64, i64, &'a str);

/// `HH:MM:SS,mmm` in milliseconds.
fn clock(text: &[u8; 12]) -> Option<i64> {
    let digit = |at: usize| i64::from(text[at].wrapping_sub(b'0'));
    let two = |at: usize| digit(at) * 10 + digit(at + 1);
    let digits = [0, 1, 3, 4, 6, 7, 9, 10, 11].iter().all(|at| text[*at].is_ascii_digit());
    let marks = text[2] == b':' && text[5] == b':' && text[8] == b',';
    (digits && marks).then(|| (two(0) * 3600 + two(3) * 60 + two(6)) * 1000 + two(9) * 10 + digit(11))
}

fn timing(line: &[u8]) -> Option<(i64, i64)> {
    let (start, rest) = line.split_first_chunk::<12>()?;
    let end = rest.strip_prefix(b" --> ")?;
    Some((clock(start)?, clock(end.first_chunk()?)?))
}

/// The cues of an SRT text.
pub fn parse(text: &str) -> Vec<Cue<'_>> {
    let bytes = text.as_bytes();
    let mut cues = Vec::with_capacity(bytes.len() / 100);
    // The times of a cue whose text is being read, and where that text begins and ends.
    let mut open: Option<(i64, i64, usize, usize)> = None;
    let mut start = 0;
    for newline in memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len())) {
        let line = &bytes[start..newline];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match &mut open {
            Some((from, to, begin, end)) if line.is_empty() => {
                cues.push((*from, *to, &text[*begin..*end]));
                open = None;
            }
            Some((_, _, _, end)) => *end = start + line.len(),
            None => open = timing(line).map(|(from, to)| (from, to, newline + 1, newline + 1)),
        }
        start = newline + 1;
    }
    cues.extend(open.map(|(from, to, begin, end)| (from, to, text.get(begin..end).unwrap_or(""))));
    cues
}

fn push_clock(out: &mut Vec<u8>, millis: i64, decimal: u8) {
    let millis = millis.max(0);
    let digit = |n: i64| b'0' + (n % 10) as u8;
    let (h, m, s, ms) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    let tens = |n: i64| [digit(n / 10), digit(n)];
    let ([h1, h2], [m1, m2], [s1, s2]) = (tens(h), tens(m), tens(s));
    let [a, b, c] = [digit(ms / 100), digit(ms / 10), digit(ms)];
    out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2, decimal, a, b, c]);
}

/// An SRT text with every cue moved, numbered anew.
pub fn shift(text: &str, millis: i64) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    for (number, (start, end, body)) in parse(text).into_iter().enumerate() {
        push_number(&mut out, number + 1);
        out.push(b'\n');
        push_cue(&mut out, start + millis, end + millis, b',');
        out.extend_from_slice(body.as_bytes());
        out.extend_from_slice(b"\n\n");
    }
    out
}

/// An SRT text as WebVTT. Tags are left as they are, `&` is escaped.
pub fn to_webvtt(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    out.extend_from_slice(b"WEBVTT\n\n");
    for (start, end, body) in parse(text) {
        push_cue(&mut out, start, end, b'.');
        let body = body.as_bytes();
        let mut from = 0;
        for at in memchr_iter(b'&', body) {
            out.extend_from_slice(&body[from..at]);
            out.extend_from_slice(b"&amp;");
            from = at + 1;
        }
        out.extend_from_slice(&body[from..]);
        out.extend_from_slice(b"\n\n");
    }
    out
}

fn push_cue(out: &mut Vec<u8>, start: i64, end: i64, decimal: u8) {
    push_clock(out, start, decimal);
    out.extend_from_slice(b" --> ");
    push_clock(out, end, decimal);
    out.push(b'\n');
}

fn push_number(out: &mut Vec<u8>, mut number: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len() - 1;
    while number >= 10 {
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        at -= 1;
    }
    digits[at] = b'0' + number as u8;
    out.extend_from_slice(&digits[at..]);
}
