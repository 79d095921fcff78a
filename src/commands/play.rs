//! `rummage play`.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use rummage_engine::EngineSettings;
use rummage_engine::play::{Output, Player, open_recording};

use super::{Outcome, cancelled_by_the_user};
use crate::arguments::Common;
use crate::output;

const POLL: Duration = Duration::from_millis(100);

pub async fn run(common: &Common, file: &Path, at_seconds: f64) -> Result<Outcome> {
    if !(at_seconds.is_finite() && at_seconds >= 0.0) {
        bail!("--at takes the seconds from the beginning, such as 12.5");
    }
    let cancel = cancelled_by_the_user()?;
    let audio = open_recording(file, &EngineSettings::for_this_machine(), &cancel).await?;
    let (from_ms, duration_ms) = ((at_seconds * 1e3) as u64, audio.duration_ms());
    if from_ms >= duration_ms {
        bail!("the recording is only {} long", output::clock(duration_ms));
    }
    let mut player = Player::open();
    let heard = match player.output() {
        Output::Device(name) => name.clone(),
        Output::Silent { reason } => format!("silence: {reason}"),
    };
    if common.json {
        output::json(&serde_json::json!({
            "path": file, "from_ms": from_ms, "duration_ms": duration_ms, "output": heard,
        }))?;
    } else {
        let (from, length) = (output::clock(from_ms), output::clock(duration_ms));
        eprintln!(
            "playing {} from {from} of {length} ({heard})",
            file.display()
        );
    }
    player.play(audio, from_ms);
    while !player.is_finished() && !cancel.is_cancelled() {
        tokio::time::sleep(POLL).await;
    }
    Ok(Outcome::Done)
}
