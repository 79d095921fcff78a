//! What a person can set, kept in the library and obeyed by the engine.

use std::process::Command;

use rummage_api as api;
use rummage_core::written_date::DayOrder;

use crate::error::EngineError;
use crate::library::Library;

/// Text is shown from so small to so large, in percent.
const TEXT_SIZES: std::ops::RangeInclusive<u16> = 75..=200;

impl Library {
    /// What is set: what was kept, or the defaults for this machine.
    pub async fn kept_settings(&self) -> Result<api::Settings, EngineError> {
        let kept = self.store.settings().await?;
        // What another version wrote and this one cannot read counts as never set.
        let kept = kept.and_then(|json| serde_json::from_str(&json).ok());
        Ok(kept.unwrap_or_else(|| self.default_settings()))
    }

    /// Keeps settings and obeys them from now on; what makes no sense is put right.
    pub async fn keep_settings(&self, settings: &api::Settings) -> Result<(), EngineError> {
        let sound = sound(settings.clone());
        let json = serde_json::to_string(&sound).map_err(|error| {
            EngineError::io("the settings could not be written")(std::io::Error::other(error))
        })?;
        self.store.keep_settings(&json).await?;
        self.obey(&sound);
        Ok(())
    }

    /// Obeys what was kept; to be called once after opening.
    pub async fn obey_kept_settings(&self) -> Result<api::Settings, EngineError> {
        let settings = self.kept_settings().await?;
        self.obey(&settings);
        Ok(settings)
    }

    /// What there is to choose from on this machine.
    pub async fn machine(&self) -> api::Machine {
        let tesseract = self.settings().media.tesseract;
        let list = move || Command::new(tesseract).arg("--list-langs").output();
        let listed = tokio::task::spawn_blocking(list).await;
        let listed = listed.ok().and_then(Result::ok);
        let listed = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        api::Machine {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            languages: languages(&listed.unwrap_or_default()),
        }
    }

    fn default_settings(&self) -> api::Settings {
        let settings = self.settings();
        api::Settings {
            theme: api::Theme::System,
            text_size: 100,
            languages: settings
                .media
                .ocr_languages
                .split('+')
                .map(str::to_owned)
                .collect(),
            date_order: match settings.day_order {
                DayOrder::DayFirst => api::DateOrder::DayFirst,
                DayOrder::MonthFirst => api::DateOrder::MonthFirst,
            },
            threads: settings.files_at_once,
            on_battery: settings.on_battery,
            tray: false,
            start_at_login: false,
        }
    }

    fn obey(&self, kept: &api::Settings) {
        self.change_settings(|settings| {
            settings.media.ocr_languages = kept.languages.join("+");
            settings.day_order = match kept.date_order {
                api::DateOrder::DayFirst => DayOrder::DayFirst,
                api::DateOrder::MonthFirst => DayOrder::MonthFirst,
            };
            settings.files_at_once = kept.threads;
            settings.on_battery = kept.on_battery;
        });
    }
}

fn sound(mut settings: api::Settings) -> api::Settings {
    settings.text_size = settings
        .text_size
        .clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
    settings.threads = settings.threads.clamp(1, 64);
    // They go to a program's command line, where a name is letters, digits and underscores.
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    settings
        .languages
        .retain(|language| !language.is_empty() && language.chars().all(is_name));
    if settings.languages.is_empty() {
        settings.languages.push("eng".to_owned());
    }
    settings
}

/// What `tesseract --list-langs` names, without the one that only finds which way a page lies.
fn languages(listed: &str) -> Vec<String> {
    listed
        .lines()
        .skip(1)
        .map(str::trim)
        .filter(|name| !name.is_empty() && *name != "osd")
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_put_right() {
        let settings = sound(api::Settings {
            theme: api::Theme::Dark,
            text_size: 9000,
            languages: vec!["deu".into(), "--help".into(), String::new()],
            date_order: api::DateOrder::DayFirst,
            threads: 0,
            on_battery: api::BatteryRule::Pause,
            tray: false,
            start_at_login: false,
        });
        assert_eq!((settings.text_size, settings.threads), (200, 1));
        assert_eq!(settings.languages, ["deu"]);
    }

    #[test]
    fn installed_languages_are_named() {
        let listed = "List of available languages in \"/usr/share/\" (3):\ndeu\neng\nosd\n";
        assert_eq!(languages(listed), ["deu", "eng"]);
    }
}
