//! The examinations, in the order in which one needs the other.

use super::finding::{Finding, bad, both, good, of_failure, same};
use super::{database, files, network};
use crate::settings::Settings;
use platform::logging;

/// Examines everything that can be examined.
pub fn examine(settings: &Settings) -> Vec<Finding> {
    let config = match settings.load(None) {
        Ok(config) => config,
        Err(failure) => {
            let mend = both("改正该配置项后重试", "mend that key and try again");
            return vec![of_failure("config", &failure, mend)];
        }
    };
    let mut findings = vec![match logging::check(&config) {
        Ok(()) => good("config", both("配置可用", "the configuration can be used")),
        Err(reason) => bad(
            "config",
            same(reason),
            both("改正 log_level", "mend log_level: error, warn, info, debug or trace"),
        ),
    }];
    findings.push(files::data_dir(&config.data_dir));
    findings.push(files::disk(&config));
    findings.extend(files::private(&config));
    findings.extend(files::certificate(&config));
    findings.extend(network::examine(&config));
    findings.push(files::backup_age(&config));
    let keys = files::field_key(&config, &mut findings);
    findings.extend(database::examine(&config, keys.as_ref()));
    findings
}
