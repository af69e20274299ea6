//! A transcript of 1, 10 and 100 hours, read, and read and captioned. Throughput is in bytes, so that
//! equal throughput at the three sizes means cost that grows linearly; the goal is that ten times the
//! input takes twelve times the time at most.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use cuekit_benches::generate;
use cuekit_benches::work::{self, Contender};
use std::hint::black_box;
use std::time::Duration;

fn transcripts(criterion: &mut Criterion) {
    for Contender { name, run } in work::TRANSCRIPT {
        let mut group = criterion.benchmark_group(*name);
        // A hundred hours take so long that criterion's rising number of runs would take minutes.
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
        for hours in [1, 10, 100] {
            let text = generate::transcript(hours);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new("hours", hours), &text, |bencher, text| {
                bencher.iter(|| run(black_box(text)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, transcripts);
criterion_main!(benches);
