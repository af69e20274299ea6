//! Dialogues in one cue: who speaks in them, and their dashes told from what is said.
//!
//! In the model the voices of a dialogue are spans and its dashes are marks ([`Style::Dash`]). In a
//! file the dashes stand in the text, so a reader that knows voices lifts them out again.

use crate::model::{Span, Style, Text};

/// The names of the voices inside a text, in order.
pub(crate) fn voices<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    text.spans().iter().filter_map(|span| match &span.style {
        Style::Voice { name, .. } if !name.is_empty() => Some(name.as_str()),
        _ => None,
    })
}

/// Whether a text opens with a sign that somebody else speaks: a dash of any length, or the chevrons of live captions.
pub(crate) fn opens_turn(text: &str) -> bool {
    text.starts_with(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}'))
        || text.starts_with(">>")
}

/// What a writer puts before a text whose speaker is another: the dash, or nothing where one is there already.
pub(super) fn dash_before<'d>(text: &str, dash: &'d str) -> &'d str {
    if opens_turn(text) { "" } else { dash }
}

/// Makes marks of the dashes of two lines that are wholly the turns of two speakers and are opened
/// alike. Anything else is left as it was written: a dash may be a minus or a broken word.
pub(super) fn lift_dashes(text: Text<'_>) -> Text<'_> {
    let Some((first, second, dash)) = dashes(&text) else { return text };
    let length = dash.len();
    let plain = text.as_str();
    let gone = [first..first + length, second..second + length];
    let place = |at: u32| {
        let before = gone.iter().map(|g| (at as usize).clamp(g.start, g.end) - g.start).sum::<usize>();
        at - before as u32
    };
    let mut spans: Vec<Span> = text
        .spans()
        .iter()
        .map(|span| (span, place(span.start), place(span.end)))
        .filter(|(span, start, end)| span.start == span.end || start < end)
        .map(|(span, start, end)| Span { start, end, style: span.style.clone() })
        .collect();
    spans.extend([first, second].map(|line| {
        let at = place(line as u32);
        Span { start: at, end: at, style: Style::Dash(dash.to_owned()) }
    }));
    let said = format!("{}{}", &plain[first + length..second], &plain[second + length..]);
    Text::styled(said, spans)
}

/// Where the two lines of a dashed dialogue begin, and its dash.
fn dashes<'t>(text: &'t Text<'_>) -> Option<(usize, usize, &'static str)> {
    const DASHES: [&str; 6] = ["- ", "– ", "— ", "-", "–", "—"];
    let plain: &'t str = text.as_str();
    let (top, bottom) = plain.split_once('\n').filter(|(_, bottom)| !bottom.contains('\n'))?;
    let dash = DASHES.into_iter().find(|dash| top.starts_with(dash))?;
    let opened = |line: &str| {
        let said = line.strip_prefix(dash)?.chars().next()?;
        (!said.is_whitespace() && !DASHES.iter().any(|dash| dash.starts_with(said))).then_some(said)
    };
    let (one, other) = (opened(top)?, opened(bottom)?);
    if dash == "-" && (one.is_numeric() || other.is_numeric()) {
        return None;
    }
    let mut voices = text.spans().iter().filter_map(|span| match &span.style {
        Style::Voice { name, .. } if !name.is_empty() => Some((span.start as usize, span.end as usize, name)),
        _ => None,
    });
    let (a, b) = (voices.next()?, voices.next()?);
    let second = top.len() + 1;
    let whole = a.0 == 0 && a.1 == top.len() && b.0 == second && b.1 == plain.len();
    (whole && a.2 != b.2 && voices.next().is_none()).then_some((0, second, dash))
}

#[cfg(test)]
mod tests {
    use super::super::webvtt::parse_styled_all;

    #[test]
    fn only_what_opens_two_turns_alike_is_lifted() {
        let dialogue = parse_styled_all("<v Ada>- <i>Yes.</i></v>\n<v Ben>- No.</v>");
        assert_eq!((dialogue.as_str(), &*dialogue.shown()), ("Yes.\nNo.", "- Yes.\n- No."));
        for text in [
            "<v Ada>-Yes.</v>\n<v Ben>- No.</v>",
            "<v Ada>-Yes.</v>\n<v Ada>-No.</v>",
            "<v Ada>-5.</v>\n<v Ben>-6.</v>",
            "<v Ada>-Yes.</v>\n<v Ben>No.</v>",
            "<v Ada>-Yes.\n-No.</v>",
            "-Yes.\n-No. &amp;",
        ] {
            assert!(!parse_styled_all(text).is_dialogue(), "{text}");
        }
    }
}
