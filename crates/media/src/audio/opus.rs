//! Opus packets to samples, for Ogg (RFC 7845) and MP4; the decoder itself is ropus, a port of libopus.
//!
//! symphonia hands over the packets and, from the granule positions, how much of the last one is
//! padding; the start that the encoder wants skipped and the output gain stand in the header.

use ropus::OpusMSDecoder;

/// Opus is decoded at 48 kHz, whatever was recorded.
pub const SAMPLE_RATE: u32 = 48_000;

/// The longest packet: 120 ms.
const MAX_PACKET_FRAMES: usize = SAMPLE_RATE as usize * 120 / 1000;

/// The packet cannot be decoded; the next one may.
#[derive(Debug)]
pub struct DamagedPacket;

/// Decodes the packets of one logical stream, in order.
pub struct OpusDecoder {
    inner: OpusMSDecoder,
    channels: usize,
    /// Frames that are still to be dropped from the start.
    skip_frames: usize,
    pcm: Vec<i16>,
}

impl OpusDecoder {
    /// A decoder for the stream with this identification header (`OpusHead`, RFC 7845 section
    /// 5.1); `None` when the header is no such thing.
    pub fn from_head(head: &[u8]) -> Option<Self> {
        let fixed = head.get(..19)?;
        if !fixed.starts_with(b"OpusHead") {
            return None;
        }
        let channels = fixed[9];
        // In an MP4 the header has version 0 and is big-endian; what is to be skipped there stands
        // in the edit list.
        let in_mp4 = fixed[8] == 0;
        let (pre_skip, gain_q8_db) = if in_mp4 {
            (0, i16::from_be_bytes([fixed[16], fixed[17]]))
        } else {
            let pre_skip = u16::from_le_bytes([fixed[10], fixed[11]]);
            (pre_skip, i16::from_le_bytes([fixed[16], fixed[17]]))
        };
        let (streams, coupled, mapping): (u8, u8, &[u8]) = match (fixed[18], channels) {
            (0, 1) => (1, 0, &[0]),
            (0, 2) => (1, 1, &[0, 1]),
            (0, _) | (_, 0) => return None,
            _ => {
                let mapping = head.get(21..21 + usize::from(channels))?;
                (head[19], head[20], mapping)
            }
        };
        let mut inner = OpusMSDecoder::new(
            SAMPLE_RATE as i32,
            channels.into(),
            streams.into(),
            coupled.into(),
            mapping,
        )
        .ok()?;
        inner.set_gain(gain_q8_db.into());
        Some(Self {
            inner,
            channels: channels.into(),
            skip_frames: pre_skip.into(),
            pcm: vec![0; MAX_PACKET_FRAMES * usize::from(channels)],
        })
    }

    /// The number of channels in what [`Self::decode`] gives.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Decodes `packet` to interleaved samples, replacing what `interleaved` held, without the
    /// start that is to be skipped and without the last `trim_end` frames.
    pub fn decode(
        &mut self,
        packet: &[u8],
        trim_end: usize,
        interleaved: &mut Vec<f32>,
    ) -> Result<(), DamagedPacket> {
        interleaved.clear();
        if packet.is_empty() {
            return Err(DamagedPacket);
        }
        let length = i32::try_from(packet.len()).map_err(|_| DamagedPacket)?;
        let frames = self
            .inner
            .decode(
                Some(packet),
                length,
                &mut self.pcm,
                MAX_PACKET_FRAMES as i32,
                false,
            )
            .ok()
            .and_then(|frames| usize::try_from(frames).ok())
            .ok_or(DamagedPacket)?
            .min(MAX_PACKET_FRAMES);
        let skipped = self.skip_frames.min(frames);
        self.skip_frames -= skipped;
        let end = frames.saturating_sub(trim_end).max(skipped);
        let shown = &self.pcm[skipped * self.channels..end * self.channels];
        interleaved.extend(shown.iter().map(|&sample| f32::from(sample) / 32_768.0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(channels: u8, family: u8, table: &[u8]) -> Vec<u8> {
        let mut head = b"OpusHead".to_vec();
        head.extend([1, channels, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, family]);
        head.extend(table);
        head
    }

    #[test]
    fn the_header_in_an_mp4_is_big_endian_and_leaves_skipping_to_the_edit_list() {
        let mut in_mp4 = head(1, 0, &[]);
        in_mp4[8] = 0;
        let skipped = |head: &[u8]| OpusDecoder::from_head(head).map(|decoder| decoder.skip_frames);
        assert_eq!(skipped(&head(1, 0, &[])), Some(312));
        assert_eq!(skipped(&in_mp4), Some(0));
    }

    #[test]
    fn headers_that_describe_no_decodable_channels_are_refused() {
        assert!(OpusDecoder::from_head(&head(1, 0, &[])).is_some());
        assert!(OpusDecoder::from_head(&head(6, 1, &[4, 2, 0, 4, 1, 2, 3, 5])).is_some());
        for bad in [
            head(0, 0, &[]),
            head(3, 0, &[]),
            head(6, 1, &[4, 2, 0, 4]),
            head(2, 1, &[0, 0, 0, 1]),
            head(2, 1, &[1, 2, 0, 1]),
            b"OpusTags".to_vec(),
        ] {
            assert!(
                OpusDecoder::from_head(&bad).is_none(),
                "{bad:?} should be refused"
            );
        }
    }
}
