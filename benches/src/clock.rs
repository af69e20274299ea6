//! Processor time of this process: what is left of a measurement when others use the machine too.

use std::time::Duration;
#[cfg(not(unix))]
use std::time::Instant;

/// The processor time this process has used, in all its threads. Where the system does not tell, the
/// time on the wall.
pub fn now() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
    }
    #[cfg(not(unix))]
    {
        static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        START.elapsed()
    }
}

/// The processor time a piece of work takes, once.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = now();
    std::hint::black_box(work());
    now() - start
}
