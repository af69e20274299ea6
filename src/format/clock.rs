//! Printing times by hand: `write!` costs more than everything else a writer does.

use crate::model::Timestamp;

/// Appends `[h]hh:mm:ss` and, behind `point`, three decimals. Times below zero have been dealt with
/// by the caller; the sign is written all the same rather than lost.
pub(super) fn push_clock(out: &mut String, time: Timestamp, point: char) {
    let c = time.fields();
    if c.negative {
        out.push('-');
    }
    if c.hours < 100 {
        push_two(out, c.hours as u8);
    } else {
        out.push_str(&c.hours.to_string());
    }
    out.push(':');
    push_two(out, c.minutes);
    out.push(':');
    push_two(out, c.seconds);
    out.push(point);
    out.push(char::from(b'0' + (c.millis / 100) as u8));
    push_two(out, (c.millis % 100) as u8);
}

/// Appends `hh:mm:ss,mmm --> hh:mm:ss,mmm`, with `point` for the comma, in one piece where the hours have two digits.
pub(super) fn push_clocks(out: &mut String, start: Timestamp, end: Timestamp, point: char) {
    // Of whole words, which are quick to prove UTF-8.
    #[repr(align(8))]
    struct Words([u8; 32]);
    const LENGTH: usize = 29;
    let mut line = Words(*b"00:00:00,000 --> 00:00:00,000   ");
    let plain = [(0, start), (17, end)].into_iter().all(|(at, time)| match clock(time, point as u8) {
        Some(clock) => {
            line.0[at..at + clock.len()].copy_from_slice(&clock);
            true
        }
        None => false,
    });
    match std::str::from_utf8(&line.0) {
        Ok(line) if plain => out.push_str(&line[..LENGTH]),
        _ => {
            push_clock(out, start, point);
            out.push_str(" --> ");
            push_clock(out, end, point);
        }
    }
}

/// `hh:mm:ss,mmm`, of times from zero to a hundred hours.
fn clock(time: Timestamp, point: u8) -> Option<[u8; 12]> {
    const HOUR: u32 = 3_600_000;
    let millis = u32::try_from(time.to_millis()).ok().filter(|millis| *millis < 100 * HOUR)?;
    let seconds = millis / 1000;
    let fields = [millis / HOUR, seconds / 60 % 60, seconds % 60].map(u64::from);
    // The fields three bytes apart, so that all are divided by ten at once: n * 103 / 1024 is n / 10 up to 178.
    let all = fields[0] | (fields[1] << 24) | (fields[2] << 48);
    let tens = ((all * 103) >> 10) & 0x000F_0000_0F00_000F;
    let digits = tens | ((all - tens * 10) << 8);
    let [h1, h2, a, m1, m2, b, s1, s2] = (digits + u64::from_le_bytes(*b"00:00:00")).to_le_bytes();
    let millis = millis % 1000;
    let [f1, f2, f3] = [millis / 100, millis / 10 % 10, millis % 10].map(|digit| b'0' + digit as u8);
    Some([h1, h2, a, m1, m2, b, s1, s2, point, f1, f2, f3])
}

fn push_two(out: &mut String, number: u8) {
    out.push(char::from(b'0' + number / 10));
    out.push(char::from(b'0' + number % 10));
}

/// Appends a time as a decimal number of seconds, exactly, with as many decimals as it needs.
pub(super) fn push_seconds(out: &mut String, time: Timestamp) {
    let nanos = time.as_nanos();
    if nanos < 0 {
        out.push('-');
    }
    let nanos = nanos.unsigned_abs();
    out.push_str(&(nanos / 1_000_000_000).to_string());
    let fraction = format!("{:09}", nanos % 1_000_000_000);
    let digits = fraction.trim_end_matches('0');
    out.push('.');
    out.push_str(if digits.is_empty() { "0" } else { digits });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_clocks_are_the_slow_ones() {
        for millis in (0..=360_000_000).step_by(997).chain([359_999_999, 360_000_000, -1, i64::MAX]) {
            let time = Timestamp::from_millis(millis);
            let mut slow = String::new();
            push_clock(&mut slow, time, ',');
            let quick = clock(time, b',').map(|clock| String::from_utf8(clock.to_vec()).unwrap());
            assert_eq!(quick, (0..360_000_000).contains(&millis).then_some(slow));
        }
    }

    #[test]
    fn prints() {
        let mut out = String::new();
        push_clock(&mut out, Timestamp::from_millis(3_723_004), ',');
        out.push(' ');
        push_clock(&mut out, Timestamp::from_secs(360_000), '.');
        out.push(' ');
        push_seconds(&mut out, Timestamp::from_nanos(1_500_000_001));
        out.push(' ');
        push_seconds(&mut out, Timestamp::from_secs(-3));
        out.push(' ');
        push_clocks(&mut out, Timestamp::from_millis(59_999), Timestamp::from_secs(359_999), ',');
        out.push(' ');
        push_clocks(&mut out, Timestamp::ZERO, Timestamp::from_millis(360_000_001), '.');
        assert_eq!(
            out,
            "01:02:03,004 100:00:00.000 1.500000001 -3.0 00:00:59,999 --> 99:59:59,000 00:00:00.000 --> 100:00:00.001"
        );
    }
}
