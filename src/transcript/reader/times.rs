//! Times that rise: parts whose clock begins again, stamps out of order, and blocks without any.

use super::super::grammar::FourthField;
use super::{Block, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::{Timestamp, Timing};

impl Reader<'_, '_> {
    /// Times of day instead of times of the recording: the first becomes zero.
    pub(super) fn rebase_wall_clock(&mut self) {
        let stamped = |block: &&Block| block.timing == Timing::Stamped;
        let Some(first) = self.blocks.iter().find(stamped) else { return };
        let (base, place) = (first.start, first.stamp.clone());
        let last = self.blocks.iter().rfind(stamped).map_or(base, |b| b.start);
        // A programme does not begin in its sixth hour; time code of tapes and days of a mission do.
        let (six, day) = (Timestamp::from_secs(6 * 3600), Timestamp::from_secs(24 * 3600));
        let likely = base >= six && last < day && last - base < base && self.fourth == FourthField::default();
        if !(self.wall_clock || likely) || base == Timestamp::ZERO {
            return;
        }
        for block in &mut self.blocks {
            block.start -= base;
            block.end = block.end.map(|end| end - base);
        }
        let clock = base.to_string();
        let message = format!("the stamps are times of day: {clock} was taken as the beginning");
        self.metadata.other.insert("wall-clock-start".into(), clock);
        self.sink.report(Diagnostic::note("wall-clock-rebased", message).at(place));
    }

    /// Makes the times rise: a fall to about zero begins a new part, a lone stamp out of order is
    /// placed between its neighbours, and what has no stamp shares the time between two by length.
    pub(super) fn order_times(&mut self) {
        self.join_parts();
        self.repair_by_links();
        let stamped: Vec<usize> =
            (0..self.blocks.len()).filter(|&i| self.blocks[i].timing == Timing::Stamped).collect();
        let times: Vec<Timestamp> = stamped.iter().map(|&i| self.blocks[i].start).collect();
        let kept = longest_rising(&times);
        let mut kept = kept.into_iter().peekable();
        for (nth, &index) in stamped.iter().enumerate() {
            if kept.next_if_eq(&nth).is_some() {
                continue;
            }
            let block = &mut self.blocks[index];
            block.timing = Timing::Interpolated;
            (block.end, block.end_written) = (None, false);
            let message =
                format!("{} does not fit between the stamps around it; the block was placed between them", block.start);
            self.sink.report(
                Diagnostic::warning("clock-out-of-order", message)
                    .at(block.stamp.clone())
                    .help("correct the stamp if you know the time"),
            );
        }
        self.share_time();
    }

    /// A clock that begins again: its part goes on where the one before ended.
    fn join_parts(&mut self) {
        let near_zero = Timestamp::from_secs(30);
        let stamped: Vec<usize> =
            (0..self.blocks.len()).filter(|&i| self.blocks[i].timing == Timing::Stamped).collect();
        let (mut offset, mut highest) = (Timestamp::ZERO, Timestamp::ZERO);
        for (nth, &index) in stamped.iter().enumerate() {
            let time = self.blocks[index].start;
            // From near the beginning, well below where the clock had been.
            let falls = time <= near_zero && time + time + offset + Timestamp::from_secs(10) < highest;
            // It is a restart if the next stamps go on from there instead of from where it was.
            let follow = &stamped[nth + 1..stamped.len().min(nth + 4)];
            let goes_on = !follow.is_empty() && follow.iter().all(|&i| self.blocks[i].start + offset < highest);
            if falls && goes_on {
                offset = highest;
                let message = format!("the clock begins again here; this part was placed after {highest}");
                self.sink.report(Diagnostic::warning("clock-restarted", message).at(self.blocks[index].stamp.clone()));
            }
            let block = &mut self.blocks[index];
            block.start += offset;
            block.end = block.end.map(|end| end + offset);
            highest = highest.max(block.end.unwrap_or(block.start)).max(block.start);
        }
    }

    /// A clock that falls out of order while its link does not: the link is right.
    fn repair_by_links(&mut self) {
        for index in 0..self.blocks.len() {
            let Some(link) = self.blocks[index].link.filter(|&link| link != self.blocks[index].start) else { continue };
            let neighbour = |block: Option<&Block>| block.filter(|b| b.timing == Timing::Stamped).map(|b| b.start);
            let before = neighbour(index.checked_sub(1).and_then(|i| self.blocks.get(i))).unwrap_or(Timestamp::ZERO);
            let after = neighbour(self.blocks.get(index + 1)).unwrap_or(Timestamp::MAX);
            let fits = |time: Timestamp| before <= time && time <= after;
            if fits(link) && !fits(self.blocks[index].start) {
                let block = &mut self.blocks[index];
                let message = format!(
                    "{} does not fit between the stamps around it; the link's {link} does and was taken",
                    block.start
                );
                self.sink.report(Diagnostic::warning("clock-repaired", message).at(block.stamp.clone()));
                block.start = link;
            }
        }
    }

    /// Starts of the blocks without a stamp, and ends of all.
    fn share_time(&mut self) {
        let lengths: Vec<usize> =
            self.blocks.iter().map(|b| b.paragraphs.iter().map(ExactSizeIterator::len).sum::<usize>() + 1).collect();
        let last_end = self.last_end(&lengths);
        let count = self.blocks.len();
        let mut from = 0;
        while from < count {
            let to = (from + 1..count).find(|&i| self.blocks[i].timing == Timing::Stamped).unwrap_or(count);
            let begin =
                if self.blocks[from].timing == Timing::Stamped { self.blocks[from].start } else { Timestamp::ZERO };
            let finish = if to < count { self.blocks[to].start } else { last_end }.max(begin);
            let total: usize = lengths[from..to].iter().sum();
            let share = (finish - begin).as_nanos() as i128;
            let at = |done: usize| begin + Timestamp::from_nanos((share * done as i128 / total.max(1) as i128) as i64);
            let mut done = 0usize;
            for (block, length) in self.blocks[from..to].iter_mut().zip(&lengths[from..to]) {
                let (start, end) = (at(done), at(done + length));
                block.start = start;
                if block.end.is_none_or(|written| written < start) {
                    (block.end, block.end_written) = (Some(end), false);
                }
                done += length;
            }
            from = to;
        }
    }

    /// When the last words end: the programme's length if it is known and later, else by the pace of
    /// the blocks between stamps.
    fn last_end(&self, lengths: &[usize]) -> Timestamp {
        let last = self.blocks.iter().rposition(|b| b.timing == Timing::Stamped);
        let begin = last.map_or(Timestamp::ZERO, |i| self.blocks[i].start);
        if let Some(duration) = self.metadata.duration.filter(|&d| d > begin) {
            return duration;
        }
        let rest: usize = lengths[last.unwrap_or(0)..].iter().sum();
        // 15 bytes a second where the document says nothing: an ordinary pace of speech.
        let first = self.blocks.iter().position(|b| b.timing == Timing::Stamped);
        let pace = match (first, last) {
            (Some(first), Some(last)) if last > first => {
                let spoken: usize = lengths[first..last].iter().sum();
                let time = (self.blocks[last].start - self.blocks[first].start).as_secs_f64();
                if time > 0.0 { (spoken as f64 / time).clamp(5.0, 60.0) } else { 15.0 }
            }
            _ => 15.0,
        };
        begin + Timestamp::from_secs_f64(rest as f64 / pace)
    }
}

/// The longest run of times that never falls (indices), in O(n log n).
pub(super) fn longest_rising(times: &[Timestamp]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; times.len()];
    for (index, &time) in times.iter().enumerate() {
        let place = tails.partition_point(|&t| times[t] <= time);
        before[index] = place.checked_sub(1).map(|p| tails[p]);
        if place == tails.len() {
            tails.push(index);
        } else {
            tails[place] = index;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        chain.push(index);
        next = before[index];
    }
    chain.reverse();
    chain
}
