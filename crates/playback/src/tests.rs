//! The player's behaviour, by a clock that stands still until it is moved, and the source that a
//! device would pull, pulled by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::reel::reel;
use super::*;

#[derive(Clone, Default)]
struct HandClock(Arc<AtomicU64>);

impl HandClock {
    fn advance_ms(&self, by: u64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

fn recording(length_ms: u64) -> AudioSamples {
    AudioSamples {
        sample_rate: 16_000,
        samples: vec![0.25; length_ms as usize * 16],
    }
}

fn player() -> (Player, HandClock) {
    let clock = HandClock::default();
    (Player::silent_by(Box::new(clock.clone()), "a test"), clock)
}

#[test]
fn silence_advances_in_real_time_to_the_end() {
    let (mut player, clock) = player();
    player.play(recording(1000), 0);
    assert!(player.is_playing());
    clock.advance_ms(400);
    assert_eq!(player.position_ms(), 400);
    assert_eq!(player.remaining(), Duration::from_millis(600));
    clock.advance_ms(599);
    assert!(!player.is_finished());
    clock.advance_ms(1);
    assert!(player.is_finished() && !player.is_playing());
    clock.advance_ms(5000);
    assert_eq!(
        player.position_ms(),
        1000,
        "nothing is played behind the end"
    );
}

#[test]
fn it_starts_where_it_is_told_to() {
    let (mut player, clock) = player();
    player.play(recording(1000), 700);
    clock.advance_ms(100);
    assert_eq!(player.position_ms(), 800);
    player.play(recording(1000), 9_000);
    assert!(player.is_finished(), "a start behind the end is the end");
}

#[test]
fn a_pause_holds_the_position() {
    let (mut player, clock) = player();
    player.play(recording(1000), 0);
    clock.advance_ms(300);
    player.pause();
    clock.advance_ms(10_000);
    assert_eq!(player.position_ms(), 300);
    assert!(!player.is_playing() && !player.is_finished());
    player.resume();
    clock.advance_ms(200);
    assert_eq!(player.position_ms(), 500);
}

#[test]
fn seeking_keeps_playing_or_holding() {
    let (mut player, clock) = player();
    player.play(recording(1000), 0);
    player.seek(600);
    clock.advance_ms(50);
    assert_eq!(player.position_ms(), 650);
    player.pause();
    player.seek(100);
    clock.advance_ms(50);
    assert_eq!(player.position_ms(), 100);
}

#[test]
fn speed_changes_the_pace_from_then_on() {
    let (mut player, clock) = player();
    player.play(recording(10_000), 0);
    clock.advance_ms(1000);
    player.set_speed(2.0);
    clock.advance_ms(1000);
    assert_eq!(player.position_ms(), 3000);
    player.set_speed(100.0);
    assert_eq!(player.speed(), *SPEEDS.end());
    player.set_speed(f32::NAN);
    assert_eq!(player.speed(), *SPEEDS.end());
}

#[test]
fn resuming_at_the_end_starts_again() {
    let (mut player, clock) = player();
    player.play(recording(500), 0);
    clock.advance_ms(800);
    assert!(player.is_finished());
    player.resume();
    clock.advance_ms(100);
    assert_eq!(player.position_ms(), 100);
}

#[test]
fn a_player_without_a_recording_has_nothing_to_play() {
    let (mut player, clock) = player();
    clock.advance_ms(100);
    player.seek(50);
    player.resume();
    player.pause();
    assert_eq!(player.position_ms(), 0);
    assert!(player.is_finished() && !player.is_playing());
}

#[test]
fn opening_always_gives_a_player_that_says_where_it_plays() {
    let player = Player::open();
    match player.output() {
        Output::Device(name) => println!("device: {name}"),
        Output::Silent { reason } => assert!(!reason.is_empty()),
    }
    fn can_move_to_another_thread<T: Send>(_: T) {}
    can_move_to_another_thread(player);
}

#[test]
fn a_reel_gives_its_samples_and_says_where_it_is() {
    let samples: Vec<f32> = (0..1600).map(|n| n as f32 / 1600.0).collect();
    let audio = Arc::new(AudioSamples {
        sample_rate: 16_000,
        samples: samples.clone(),
    });
    let (control, reel) = reel(audio, 50, 1.0);
    let heard: Vec<f32> = reel.take(400).collect();
    assert_eq!(heard, samples[800..1200]);
    assert_eq!(control.position_ms(), 75);
}

#[test]
fn a_reel_gives_silence_while_it_is_held_and_at_the_end() {
    let audio = Arc::new(recording(10));
    let (control, mut reel) = reel(audio, 0, 1.0);
    control.set_playing(false);
    assert_eq!(reel.next(), Some(0.0));
    assert_eq!(control.position_ms(), 0);
    control.set_playing(true);
    assert_eq!(reel.by_ref().take(160).sum::<f32>(), 40.0);
    assert_eq!(reel.next(), Some(0.0));
    assert_eq!(control.position_ms(), 10);
    control.seek(5);
    assert_eq!(reel.next(), Some(0.25), "it can be moved back from the end");
}

#[test]
fn a_reel_goes_faster_and_ends_when_it_is_taken_off() {
    let audio = Arc::new(recording(100));
    let (control, mut reel) = reel(audio, 0, 2.0);
    assert_eq!(reel.by_ref().take(400).count(), 400);
    assert_eq!(control.position_ms(), 50);
    drop(control);
    assert_eq!(reel.next(), None);
}
