//! Caption files of 100,000 cues, about 10 MB: parsed, shifted and converted by cuekit, by each peer
//! that can, and by the baseline. One group for each work, so that its lines compare.

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use cuekit_benches::generate;
use cuekit_benches::work::{self, Contender};
use std::hint::black_box;
use std::time::Duration;

const CUES: usize = 100_000;

fn formats(criterion: &mut Criterion) {
    let srt = generate::srt(CUES);
    let webvtt = generate::webvtt(CUES);
    group(criterion, "parse SRT", work::PARSE_SRT, &srt);
    group(criterion, "shift SRT", work::SHIFT_SRT, &srt);
    group(criterion, "SRT to WebVTT", work::SRT_TO_WEBVTT, &srt);
    group(criterion, "parse WebVTT", work::PARSE_WEBVTT, &webvtt);
}

fn group(criterion: &mut Criterion, name: &str, contenders: &[Contender], text: &str) {
    let mut group = criterion.benchmark_group(name);
    group.sampling_mode(SamplingMode::Flat).sample_size(10);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Bytes(text.len() as u64));
    for contender in contenders {
        group.bench_function(contender.name, |bencher| bencher.iter(|| (contender.run)(black_box(text))));
    }
    group.finish();
}

criterion_group!(benches, formats);
criterion_main!(benches);
