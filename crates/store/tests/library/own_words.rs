use rummage_core::{SpokenWord, Transcript};

use crate::kit::{Kit, invoice, voice};

fn said(words: &[&str]) -> Vec<SpokenWord> {
    let word = |(at, text): (usize, &&str)| SpokenWord {
        text: (*text).to_owned(),
        start_ms: at as u64 * 500,
        end_ms: at as u64 * 500 + 400,
        confidence: 0.5,
    };
    words.iter().enumerate().map(word).collect()
}

#[tokio::test]
async fn a_recording_is_spelled_again_and_its_indexes_hear_of_it() {
    let kit = Kit::new().await;
    let memo = kit.understood("memo.wav", &voice("call hard well")).await;
    let before = kit.store.last_change().await.expect("the log");
    let words = said(&["call", "hartwell"]);
    kit.store
        .respell(&[memo], &[(memo, words.clone())])
        .await
        .expect("a write");
    let extraction = kit.store.extraction(memo).await.expect("a read");
    let transcript = extraction.and_then(|it| it.transcript).expect("a voice");
    let expected = Transcript {
        text: "call hartwell".into(),
        words,
        evidence: None,
    };
    assert_eq!(transcript, expected);
    let changes = kit.store.changes_after(before, 9).await.expect("the log");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].content, memo);
}

#[tokio::test]
async fn it_is_kept_who_was_asked_until_a_recording_is_understood_again() {
    let kit = Kit::new().await;
    let memo = kit.understood("memo.wav", &voice("call")).await;
    assert!(
        kit.store
            .asked_recordings()
            .await
            .expect("a read")
            .is_empty()
    );
    kit.store.respell(&[memo], &[]).await.expect("a write");
    for _ in 0..2 {
        let words = ["hartwell".to_owned()];
        kit.store.add_own_words(&words).await.expect("a write");
    }
    let kit = kit.crash().await;
    assert!(
        kit.store
            .asked_recordings()
            .await
            .expect("a read")
            .contains(&memo)
    );
    let words = kit.store.own_words().await.expect("a read");
    assert_eq!(Vec::from_iter(words), ["hartwell"]);
    kit.understood("memo.wav", &voice("call")).await;
    assert!(
        kit.store
            .asked_recordings()
            .await
            .expect("a read")
            .is_empty()
    );
}

#[tokio::test]
async fn own_words_stand_in_paths_and_in_the_names_of_parties() {
    let kit = Kit::new().await;
    let paper = invoice("Hartwell & Pine", 100, "2024-05-01");
    kit.understood("Zermatt/a.pdf", &paper).await;
    let texts = kit.store.own_texts().await.expect("a read");
    for expected in ["Zermatt/a.pdf", "pictures", "Hartwell & Pine"] {
        assert!(texts.iter().any(|text| text == expected), "{texts:?}");
    }
}
