//! Fields as the services write them: times in seconds, milliseconds and clocks, as numbers and as
//! strings, read digit by digit; labels that are here a number and there a string.
//!
//! A time that cannot be read is no time, and its word is counted among those without one; the rest of
//! the file is read all the same.

use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::format::json;
use crate::model::Timestamp;

/// When a word begins and ends.
pub(super) type Time = (Timestamp, Timestamp);

/// The time of a word, if it has one: its end may be missing.
pub(super) fn time(start: Option<Timestamp>, end: Option<Timestamp>) -> Option<Time> {
    start.map(|start| (start, end.unwrap_or(start).max(start)))
}

/// A time in seconds (`1.5`, `"1.5"`, `"1.5s"`, `{"seconds": "1", "nanos": 500000000}`) or a clock (`"0:01.5"`).
pub(super) fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let raw: &RawValue = Deserialize::deserialize(deserializer)?;
    Ok(parse(raw.get()))
}

/// A time in milliseconds (`1500`).
pub(super) fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(seconds(deserializer)?.map(|time| Timestamp::from_nanos(time.as_nanos() / 1000)))
}

fn parse(raw: &str) -> Option<Timestamp> {
    let time = if raw.starts_with('{') {
        protobuf(raw)?
    } else {
        let text = raw.trim_matches('"');
        json::seconds(text.strip_suffix('s').unwrap_or(text)).or_else(|| text.parse().ok())?
    };
    (time >= Timestamp::ZERO).then_some(time)
}

/// A duration as protobuf's own JSON has it in some clients; a zero is left out.
fn protobuf(raw: &str) -> Option<Timestamp> {
    #[derive(serde::Deserialize)]
    struct Duration {
        #[serde(default, deserialize_with = "seconds")]
        seconds: Option<Timestamp>,
        #[serde(default)]
        nanos: i64,
    }
    let duration: Duration = serde_json::from_str(raw).ok()?;
    Some(duration.seconds.unwrap_or_default() + Timestamp::from_nanos(duration.nanos))
}

/// A name or number, as text; nothing if it is empty.
pub(super) fn label<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let raw: &RawValue = Deserialize::deserialize(deserializer)?;
    let text = match raw.get() {
        "null" | "true" | "false" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        text if text.starts_with(['{', '[']) => String::new(),
        number => number.to_owned(),
    };
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// A text that may be `null`.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// How many things an array or object holds, whatever they are.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let raw: &RawValue = Deserialize::deserialize(deserializer)?;
    let list: Option<Vec<&RawValue>> = serde_json::from_str(raw.get()).ok();
    let map = || serde_json::from_str::<std::collections::BTreeMap<String, &RawValue>>(raw.get()).ok();
    Ok(list.map(|list| list.len()).or_else(|| map().map(|map| map.len())).unwrap_or(0))
}

/// A list that may be `null`.
pub(super) fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_digit_by_digit() {
        let nanos = |raw: &str| parse(raw).map(Timestamp::as_nanos);
        assert_eq!(nanos("4.639999999999999"), Some(4_639_999_999));
        assert_eq!(nanos("\"0.5\""), Some(500_000_000));
        assert_eq!(nanos("\"12.300s\""), Some(12_300_000_000));
        assert_eq!(nanos("1.5e1"), Some(15_000_000_000));
        assert_eq!(nanos("\"00:00:03.728\""), Some(3_728_000_000));
        assert_eq!(nanos("\"00:00:01,030\""), Some(1_030_000_000));
        assert_eq!(nanos("{\"seconds\": \"12\", \"nanos\": 200000000}"), Some(12_200_000_000));
        assert_eq!(nanos("{\"nanos\": 100000000}"), Some(100_000_000));
        assert_eq!(nanos("{}"), Some(0));
        for no in ["null", "\"\"", "\"s\"", "-0.5", "true", "[1]", "\"soon\""] {
            assert_eq!(nanos(no), None, "{no}");
        }
    }
}
