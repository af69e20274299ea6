//! Whether a text is a transcript with stamps, and if not, what comes nearest.

use std::ops::Range;

use super::shape::{self, Family, LineMatch, Scope, Verdict};
use crate::error::{Error, ErrorKind};
use crate::source::{Source, floor_char_boundary, lines_of};

/// How much a text looks like a transcript with stamps.
pub(crate) fn detect(text: &str) -> u8 {
    /// What is enough to tell; a longer head without any stamp is looked at whole.
    const SAMPLE: usize = 64 * 1024;
    let cut = floor_char_boundary(text, SAMPLE);
    let sample = text[..cut].rfind('\n').map_or(&text[..cut], |end| &text[..end]);
    let judged = |text: &str| judge(&text.lines().collect::<Vec<_>>());
    let verdict = if cut < text.len() { judged(sample).or_else(|| judged(text)) } else { judged(text) };
    match verdict {
        Some(verdict) if verdict.matches.len() > 2 => 60,
        Some(_) => 40,
        None => 0,
    }
}

/// Why no format fits a text, if that is because its stamps are of no shape.
pub(crate) fn explain(source: &Source<'_>) -> Error {
    let (lines, views): (Vec<Range<usize>>, Vec<&str>) = lines_of(source.text()).unzip();
    no_stamps(source, &lines, &views)
}

/// The vote's verdict, unless what it found are chapters or quotations instead of speech.
pub(super) fn judge(lines: &[&str]) -> Option<Verdict> {
    let verdict = shape::vote(lines, Scope::All)?;
    let ((first, begin), (last, end)) = (verdict.matches.first()?, verdict.matches.last()?);
    let (first, begin, last, end) = (*first, begin.time(verdict.fourth), *last, end.time(verdict.fourth));
    if verdict.matches.len() == 1 {
        // One bare clock in a text proves nothing; one in brackets at a line start does.
        return matches!(verdict.families[0], Family::Square | Family::Round | Family::Arrow).then_some(verdict);
    }
    // People speak ten to twenty characters a second, and even a chat has one: a list of chapters
    // has far fewer, a text that quotes a few clocks far more.
    let characters: usize = lines[first..last].iter().map(|l| l.len()).sum();
    let seconds = (end - begin).as_secs_f64().max(1.0);
    let rate = characters as f64 / seconds;
    let rate_fits = verdict.families[0] == Family::Arrow || (0.6..200.0).contains(&rate);
    // Short turns with long pauses between them: a chapter has neither a name nor a sentence's end.
    let spoken = |(index, found): &(usize, LineMatch)| {
        let text = lines[*index].trim_end();
        found.name.is_some() || text.ends_with(['.', '?', '!', '…', '。', '"', '»'])
    };
    let sentences = verdict.matches.iter().filter(|m| spoken(m)).count() * 2 > verdict.matches.len();
    let rate_fits = rate_fits || rate < 0.6 && sentences;
    // Where clocks stand bare among words it takes more: each line has one, or names come back.
    let convincing = match verdict.families[0] {
        Family::BareText => {
            let filled = lines[first..].iter().filter(|line| !line.trim().is_empty()).count();
            verdict.matches.len() * 3 >= filled
        }
        Family::Bare => names_come_back(lines, &verdict.matches),
        _ => true,
    };
    let before: usize = lines[..first].iter().map(|l| l.len()).sum();
    let after: usize = lines[last..].iter().map(|l| l.len()).sum();
    let covers = characters + after.min(characters) >= (before + after) / 4;
    (rate_fits && covers && convincing).then_some(verdict)
}

/// Whether the names beside bare clocks are few for their number: people speak more than once, the
/// items of an agenda do not come back.
fn names_come_back(lines: &[&str], matches: &[(usize, LineMatch)]) -> bool {
    let names: Vec<&str> = matches.iter().filter_map(|(i, m)| m.name.map(|(a, b)| &lines[*i][a..b])).collect();
    let different = names.iter().collect::<std::collections::HashSet<_>>().len();
    names.len() < 6 || different * 4 <= names.len() * 3
}

/// Why a text is no transcript: no stamps at all, or the shapes that come nearest and where they end.
pub(super) fn no_stamps(source: &Source<'_>, lines: &[Range<usize>], views: &[&str]) -> Error {
    let (nearest, odd) = shape::nearest(views);
    let [(first, count), others @ ..] = nearest.as_slice() else {
        return ErrorKind::UnknownFormat {
            message: "no time stamps were found in this text".into(),
            help: "if it is a transcript without stamps, give its length: --duration 4:19".into(),
        }
        .into();
    };
    let filled = views.iter().filter(|line| !line.trim().is_empty()).count();
    if count * 2 > filled && *count > 1 {
        return ErrorKind::UnknownFormat {
            message: format!("there are {count} stamps like {first:?}, but too few words between them for speech"),
            help: "is this a list of chapters? cuekit needs the words that were said; --from transcript reads it all the same"
                .into(),
        }
        .into();
    }
    let others: String = others.iter().map(|(example, count)| format!(", then {example:?} ({count})")).collect();
    let error = Error::new(ErrorKind::UnknownFormat {
        message: format!("this fits no shape of a transcript; nearest is {first:?} ({count} lines){others}"),
        help: "--shape names the shape to read it as; a text without usable stamps needs its length: --duration 4:19"
            .into(),
    });
    match odd {
        Some(line) => error.at(source.position(lines[line].start)),
        None => error,
    }
}
