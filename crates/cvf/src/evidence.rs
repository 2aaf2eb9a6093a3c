use cvf_check::Report;
use cvf_report::{Evidence, Exhibit, excerpt};
use std::collections::BTreeMap;

/// The text around each finding, from the copies' decoded texts by name.
pub fn evidence(report: &Report, streams: &BTreeMap<String, Vec<char>>) -> Evidence {
    let mut evidence = Evidence::default();
    for copy in &report.copies {
        let Some(stream) = streams.get(&copy.source) else { continue };
        for finding in &copy.findings {
            if let Some(pieces) = excerpt(stream, &finding.at) {
                evidence.add(&copy.source, &finding.fingerprint, Exhibit::Excerpt(pieces));
            }
        }
    }
    evidence
}
