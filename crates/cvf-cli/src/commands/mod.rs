//! One module for each command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod crosswalk;
pub(crate) mod explain;
pub(crate) mod extract;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod ledger;
pub(crate) mod patch;
pub(crate) mod reading;
pub(crate) mod review;
pub(crate) mod selftest;
pub(crate) mod verify;
