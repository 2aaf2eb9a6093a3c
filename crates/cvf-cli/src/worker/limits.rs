//! What the operating system lets a worker use.

use cvf::Budget;

/// Memory for a worker, as its data; some systems count only the room for addresses, of which
/// threads and libraries reserve more than they use.
#[cfg(unix)]
pub(super) fn memory() {
    use rustix::process::Resource;
    let most = Budget::Memory.get() * 1024 * 1024;
    lower(Resource::Data, most);
    lower(Resource::As, 2 * most + (1 << 30));
    // A dump of the memory of a hostile document is of no use.
    lower(Resource::Core, 0);
}

/// Time for the next document: the processor's, in seconds from now on.
#[cfg(unix)]
pub(super) fn time() {
    use rustix::time::{ClockId, clock_gettime};
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or(0);
    lower(rustix::process::Resource::Cpu, used + Budget::Seconds.get() + 1);
}

/// Sets a limit that can be raised again, as far as the system lets us.
#[cfg(unix)]
fn lower(resource: rustix::process::Resource, most: u64) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(resource);
    let current = Some(maximum.map_or(most, |maximum| maximum.min(most)));
    // Where the system refuses, the time that the program waits is still limited.
    let _ = setrlimit(resource, Rlimit { current, maximum });
}

#[cfg(not(unix))]
pub(super) fn memory() {
    let _ = Budget::Memory.get();
}

#[cfg(not(unix))]
pub(super) fn time() {
    let _ = Budget::Seconds.get();
}
