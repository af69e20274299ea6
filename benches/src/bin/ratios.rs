//! Where cuekit stands against its goals, in one process and under a minute.
//!
//! Ratios count, absolute figures do not: machines differ, and others use them too. So contenders
//! take turns, processor time is measured, and of each the quickest round is taken, which is the one
//! that was disturbed least.

use std::process::Command;
use std::time::Duration;

use cuekit_benches::work::{self, BASELINE, CUEKIT, Contender, FASRT};
use cuekit_benches::{align, clock, generate};

const CUES: usize = 100_000;

/// Rounds of contenders that are about as quick as cuekit, and of those that are not.
const ROUNDS: usize = 9;
const SLOW_ROUNDS: usize = 2;

/// What is slow to a contender: more than this for one round.
const SLOW: Duration = Duration::from_millis(60);

/// At the least so many times the speed of that peer.
struct Goal {
    peer: &'static str,
    times: f64,
}

const fn goal(peer: &'static str, times: f64) -> Goal {
    Goal { peer, times }
}

/// Work whose cost must grow as its input does, and inputs of sizes that grow tenfold.
struct Growth {
    name: &'static str,
    input: fn(usize) -> String,
    sizes: [usize; 3],
    work: fn(&str) -> usize,
}

const CUE_COUNTS: [usize; 3] = [10_000, 100_000, 1_000_000];
const HOURS: [usize; 3] = [1, 10, 100];

const GROWTH: [Growth; 5] = [
    Growth { name: "parse SRT", input: generate::srt, sizes: CUE_COUNTS, work: work::PARSE_SRT[0].run },
    Growth { name: "  the baseline", input: generate::srt, sizes: CUE_COUNTS, work: work::PARSE_SRT[1].run },
    Growth { name: "parse WebVTT", input: generate::webvtt, sizes: CUE_COUNTS, work: work::PARSE_WEBVTT[0].run },
    Growth { name: "read a transcript", input: generate::transcript, sizes: HOURS, work: work::read_transcript },
    Growth { name: "caption a transcript", input: generate::transcript, sizes: HOURS, work: work::caption_transcript },
];

fn main() {
    let arguments: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    if let [row, size] = arguments[..] {
        return once(&GROWTH[row], size);
    }
    println!("{:<24}{:>13}  {:<22}{:>9}{:>9}  met", "work", "cuekit MB/s", "peer MB/s", "ratio", "goal");
    let srt = generate::srt(CUES);
    race("parse SRT", work::PARSE_SRT, &srt, &[goal(FASRT, 2.5), goal(BASELINE, 0.5)]);
    race("shift SRT", work::SHIFT_SRT, &srt, &[goal(FASRT, 3.0)]);
    race("SRT to WebVTT", work::SRT_TO_WEBVTT, &srt, &[goal(FASRT, 1.5)]);
    race("parse WebVTT", work::PARSE_WEBVTT, &generate::webvtt(CUES), &[goal(FASRT, 2.0)]);
    caption();
    println!();
    align();
    println!();
    println!("{:<24}{:>11}{:>11}{:>11}  {:<14}{:>9}  met", "growth", "1", "10", "100", "time for 10x", "goal");
    (0..GROWTH.len()).for_each(growth);
}

fn megabytes_a_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn mark(met: bool) -> &'static str {
    if met { "yes" } else { "NO" }
}

/// The quickest round of each contender, all taking turns.
fn quickest(contenders: &[Contender], text: &str) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; contenders.len()];
    for round in 0..ROUNDS {
        for (contender, best) in contenders.iter().zip(&mut best) {
            if round < SLOW_ROUNDS || *best < SLOW {
                *best = (*best).min(clock::time(|| (contender.run)(text)));
            }
        }
    }
    best
}

fn race(name: &str, contenders: &[Contender], text: &str, goals: &[Goal]) {
    let times = quickest(contenders, text);
    let ours = times[0];
    for (contender, time) in contenders.iter().zip(&times).filter(|(contender, _)| contender.name != CUEKIT) {
        let ratio = time.as_secs_f64() / ours.as_secs_f64();
        let goal = goals.iter().find(|goal| goal.peer == contender.name);
        println!(
            "{name:<24}{:>13.0}  {:<16}{:>6.0}{ratio:>9.2}{:>9}  {}",
            megabytes_a_second(text.len(), ours),
            contender.name,
            megabytes_a_second(text.len(), *time),
            goal.map_or("-".to_owned(), |goal| format!(">= {}", goal.times)),
            goal.map_or("-", |goal| mark(ratio >= goal.times)),
        );
    }
}

/// No peer captions transcripts: the goal is 5 MB of transcript a second.
fn caption() {
    const GOAL: f64 = 5.0;
    let text = generate::transcript(10);
    let time = (0..5).map(|_| clock::time(|| work::caption_transcript(&text))).min().unwrap_or_default();
    let speed = megabytes_a_second(text.len(), time);
    println!(
        "{:<24}{speed:>13.1}  {:<16}{:>6}{:>9}{:>9}  {}",
        "caption a transcript",
        "-",
        "-",
        "-",
        format!(">= {GOAL}"),
        mark(speed >= GOAL)
    );
}

/// 1,500 cues put in time by another track: at most 20 ms, and a hundredth of what alass takes. What the others find
/// stands beside it: the share of cues within 100 ms of the truth.
fn align() {
    const GOAL: Duration = Duration::from_millis(20);
    const TIMES: f64 = 100.0;
    println!("{:<24}{:>11}{:>9}{:>9}{:>11}  met", "align 1,500 cues", "time", "near", "ratio", "goal");
    let pair = align::pair(1_500);
    let ours = align::cuekit(&pair, ROUNDS);
    let row = |outcome: align::Outcome, ratio: String, goal: String, met: &str| {
        let (time, near) = (outcome.time.as_secs_f64() * 1e3, outcome.near * 100.0);
        println!("  {:<22}{time:>8.1} ms{near:>7.1} %{ratio:>9}{goal:>11}  {met}", outcome.name);
    };
    row(ours, "-".into(), "<= 20 ms".into(), mark(ours.time <= GOAL));
    for (peer, goal) in [(align::alass(&pair), Some(TIMES)), (align::ffsubsync(&pair), None)] {
        let Some(peer) = peer else { continue };
        let ratio = peer.time.as_secs_f64() / ours.time.as_secs_f64();
        let met = goal.map_or("-", |goal| mark(ratio >= goal));
        row(peer, format!("{ratio:.0}"), goal.map_or("-".into(), |goal| format!(">= {goal}")), met);
    }
}

/// Ten times the input may take twelve times the time: times at three sizes. Each is that of a fresh process,
/// as on a command line: one that has worked before has memory at hand for small inputs and none for large
/// ones, and what the system takes for it would look like growth. The baseline's line tells how much of the
/// growth is the machine's, whose caches end somewhere.
fn growth(row: usize) {
    const GOAL: f64 = 12.0;
    let mut best = [Duration::MAX; 3];
    for _ in 0..5 {
        for (size, best) in GROWTH[row].sizes.into_iter().zip(&mut best) {
            *best = (*best).min(in_fresh_process(row, size));
        }
    }
    let [one, ten, hundred] = best.map(|time| time.as_secs_f64());
    let steps = [ten / one, hundred / ten];
    println!(
        "{:<24}{:>8.1} ms{:>8.1} ms{:>8.1} ms  {:<14}{:>9}  {}",
        GROWTH[row].name,
        one * 1e3,
        ten * 1e3,
        hundred * 1e3,
        format!("{:.1}x, {:.1}x", steps[0], steps[1]),
        format!("<= {GOAL}x"),
        mark(steps.iter().all(|step| *step <= GOAL))
    );
}

/// The time of one piece of work in a process of its own: this program, called with a row and a size.
fn in_fresh_process(row: usize, size: usize) -> Duration {
    let this = std::env::current_exe().expect("a running program has a place");
    let output = Command::new(this).args([row.to_string(), size.to_string()]).output().expect("it can run again");
    let nanos = String::from_utf8(output.stdout).ok().and_then(|text| text.trim().parse().ok());
    Duration::from_nanos(nanos.expect("it prints a number"))
}

fn once(growth: &Growth, size: usize) {
    let text = (growth.input)(size);
    println!("{}", clock::time(|| (growth.work)(&text)).as_nanos());
}
