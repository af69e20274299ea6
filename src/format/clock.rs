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
    let mut line = *b"00:00:00,000 --> 00:00:00,000";
    let plain = [(0, start), (17, end)].into_iter().all(|(at, time)| {
        const HOURS: u32 = 3_600_000;
        let Some(millis) = u32::try_from(time.to_millis()).ok().filter(|millis| *millis < 100 * HOURS) else {
            return false;
        };
        let seconds = millis / 1000;
        for (place, value) in [(0, millis / HOURS), (3, seconds / 60 % 60), (6, seconds % 60), (10, millis % 100)] {
            line[at + place] = b'0' + (value / 10) as u8;
            line[at + place + 1] = b'0' + (value % 10) as u8;
        }
        (line[at + 8], line[at + 9]) = (point as u8, b'0' + (millis / 100 % 10) as u8);
        true
    });
    match std::str::from_utf8(&line) {
        Ok(line) if plain => out.push_str(line),
        _ => {
            push_clock(out, start, point);
            out.push_str(" --> ");
            push_clock(out, end, point);
        }
    }
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
