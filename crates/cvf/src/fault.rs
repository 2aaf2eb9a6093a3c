//! Faults of the program itself: caught, with the place in the code, and said in a way that can
//! be reported.

use crate::{Problem, TOOL};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};

/// What to do about a fault of the program.
pub const REPORT: &str = concat!(
    "this is a fault of cvf: please report these lines to its maintainers, with the file if it may be shown (cvf ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on faults print nothing by themselves; [`guarded`] knows where they were.
pub fn watch() {
    panic::set_hook(Box::new(|fault| LAST.with(|last| *last.borrow_mut() = Some(described(fault)))));
}

fn described(fault: &PanicHookInfo<'_>) -> String {
    let message = fault.payload_as_str().unwrap_or("no message");
    let place = fault.location().map_or(String::new(), |at| format!(" at {}:{}", at.file(), at.line()));
    let first = message.lines().next().unwrap_or_default();
    format!("{first}{place}")
}

/// Does some work; a fault in it becomes a problem of `name`, with the place in the code.
///
/// # Errors
/// What the work gives, or the fault.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    LAST.with(|last| last.borrow_mut().take());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let what = LAST.with(|last| last.borrow_mut().take()).map_or(String::new(), |what| format!(" ({what})"));
        Err(Problem::new(name, format!("{} broke down over it{what}", program())).because("broken").help(REPORT))
    })
}

fn program() -> &'static str {
    TOOL.split(' ').next().unwrap_or(TOOL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_it_is() {
        watch();
        let problem = guarded::<()>("leaflet.txt", || panic!("no more {}", "tea")).expect_err("a fault");
        assert!(problem.what.contains("no more tea at crates/cvf/src/fault.rs:"), "{problem}");
        assert!(problem.help.is_some_and(|help| help.contains("report")));
        let _ = panic::take_hook();
    }
}
