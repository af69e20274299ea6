//! `cuekit merge --durations` with media files: their lengths by their own word, and nothing worse than a refusal from
//! files that are broken.

#![cfg(feature = "media")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CUE: &str = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n";

/// Silence of so many milliseconds, mono, 8 kHz, 8 bits.
fn wav(millis: u32) -> Vec<u8> {
    let samples = millis * 8;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + samples).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend([1u16, 1].map(u16::to_le_bytes).concat());
    wav.extend([8000u32, 8000].map(u32::to_le_bytes).concat());
    wav.extend([1u16, 8].map(u16::to_le_bytes).concat());
    wav.extend(b"data");
    wav.extend(samples.to_le_bytes());
    wav.resize(wav.len() + samples as usize, 128);
    wav
}

/// A box of an MP4 file.
fn atom(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut atom = (body.len() as u32 + 8).to_be_bytes().to_vec();
    atom.extend(name);
    atom.extend(body);
    atom
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// A film without sound: one video track, no samples, so many milliseconds by its head.
fn mp4(millis: u32) -> Vec<u8> {
    let matrix = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
    let mvhd = [&[0, 0, 0, 1000, millis, 0x1_0000, 0x0100_0000, 0, 0][..], &matrix, &[0; 6], &[2]].concat();
    let tkhd = [&[7, 0, 0, 1, 0, millis, 0, 0, 0, 0][..], &matrix, &[64 << 16, 64 << 16]].concat();
    let hdlr = [words(&[0, 0]), b"vide".to_vec(), words(&[0, 0, 0]), vec![0]].concat();
    let dref = [words(&[0, 1]), atom(b"url ", &words(&[1]))].concat();
    let avc1 = [
        vec![0; 6],
        vec![0, 1],
        vec![0; 16],
        vec![0, 64, 0, 64],
        words(&[0x48_0000, 0x48_0000, 0]),
        vec![0, 1],
        vec![0; 32],
        vec![0, 24, 0xFF, 0xFF],
    ]
    .concat();
    let stbl = [
        atom(b"stsd", &[words(&[0, 1]), atom(b"mp4v", &avc1)].concat()),
        atom(b"stts", &words(&[0, 0])),
        atom(b"stsc", &words(&[0, 0])),
        atom(b"stsz", &words(&[0, 0, 0])),
        atom(b"stco", &words(&[0, 0])),
    ]
    .concat();
    let minf = [atom(b"vmhd", &words(&[1, 0, 0])), atom(b"dinf", &atom(b"dref", &dref)), atom(b"stbl", &stbl)].concat();
    let mdia =
        [atom(b"mdhd", &words(&[0, 0, 0, 1000, millis, 0x55C4_0000])), atom(b"hdlr", &hdlr), atom(b"minf", &minf)]
            .concat();
    let trak = [atom(b"tkhd", &words(&tkhd)), atom(b"mdia", &mdia)].concat();
    let moov = [atom(b"mvhd", &words(&mvhd)), atom(b"trak", &trak)].concat();
    [atom(b"ftyp", b"isom\0\0\x02\0isommp42"), atom(b"moov", &moov), atom(b"mdat", &[])].concat()
}

/// Frames of MPEG-1 layer III at 44.1 kHz, so many with 320 kbit/s and then with 32, without a head that counts them.
fn mp3(fast: usize, slow: usize) -> Vec<u8> {
    let frame = |rate: u8, length: usize| {
        let mut frame = vec![0xFF, 0xFB, rate << 4, 0xC0];
        frame.resize(length, 0);
        frame
    };
    [frame(14, 1044).repeat(fast), frame(1, 104).repeat(slow)].concat()
}

/// Frames of AAC (ADTS) at 44.1 kHz, so many of 700 bytes and then of 60.
fn adts(long: usize, short: usize) -> Vec<u8> {
    let frame = |length: usize| {
        let size = [(length >> 11) as u8 & 3, (length >> 3) as u8, (length as u8) << 5];
        let mut frame = vec![0xFF, 0xF1, 0x50, 0x40 | size[0], size[1], size[2] | 0x1F, 0xFC];
        frame.resize(length, 0);
        frame
    };
    [frame(700).repeat(long), frame(60).repeat(short)].concat()
}

/// A media file, and two captions joined by it.
fn merge(folder: &Path, durations: &str) -> Output {
    fs::write(folder.join("a.srt"), CUE).unwrap();
    let arguments = ["merge", "a.srt", "a.srt", "--to", "srt", "--durations", durations];
    Command::new(env!("CARGO_BIN_EXE_cuekit")).current_dir(folder).args(arguments).output().unwrap()
}

#[track_caller]
fn second_begins(output: &Output, time: &str) {
    let written = String::from_utf8_lossy(&output.stdout);
    assert!(written.contains(&format!("\n{time} -->")), "{written}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_recording_is_as_long_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.wav"), wav(12_500)).unwrap();
    second_begins(&merge(folder.path(), "talk.wav"), "00:00:13,500");
    fs::write(folder.path().join("film.mp4"), mp4(61_040)).unwrap();
    second_begins(&merge(folder.path(), "film.mp4"), "00:01:02,040");
    // A name that tells another kind does no harm.
    fs::rename(folder.path().join("film.mp4"), folder.path().join("film.wav")).unwrap();
    second_begins(&merge(folder.path(), "film.wav,0:30"), "00:01:02,040");
    second_begins(&merge(folder.path(), "0:30,film.wav"), "00:00:31,000");
}

/// The rate of the first frames says nothing of the others: 100 and 900 frames of 1152 or 1024 samples each.
#[test]
fn frames_without_a_head_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.mp3"), mp3(100, 900)).unwrap();
    second_begins(&merge(folder.path(), "talk.mp3"), "00:00:27,122");
    fs::write(folder.path().join("talk.aac"), adts(100, 900)).unwrap();
    second_begins(&merge(folder.path(), "talk.aac"), "00:00:24,220");
    // The last frame is broken off: 999 are left.
    fs::write(folder.path().join("cut.mp3"), &mp3(100, 900)[..100 * 1044 + 899 * 104 + 50]).unwrap();
    second_begins(&merge(folder.path(), "cut.mp3"), "00:00:27,096");
    fs::write(folder.path().join("cut.aac"), &adts(100, 900)[..100 * 700 + 899 * 60 + 30]).unwrap();
    second_begins(&merge(folder.path(), "cut.aac"), "00:00:24,197");
}

#[test]
fn what_has_no_length_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.wav"), &wav(100)[..20]).unwrap();
    for (length, exit, help) in [
        ("a.srt", 3, "give the length as a time"),
        ("talk.wav", 3, "give the length as a time"),
        ("nowhere.mp4", 3, "no such file"),
        ("./", 3, "no file"),
        ("soon", 2, "name a media file"),
    ] {
        let output = merge(folder.path(), length);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(exit) && said.contains(help), "{length}: {:?} {said}", output.status);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn broken_media_is_refused_or_read_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    for (name, whole) in
        [("cut.mp4", mp4(5_000)), ("cut.wav", wav(20)), ("cut.mp3", mp3(1, 9)), ("cut.aac", adts(1, 9))]
    {
        let steps = (0..whole.len()).step_by(whole.len() / 60 + 1);
        for at in steps {
            let mut changed = whole.clone();
            changed[at] ^= 0xFF;
            for bytes in [&whole[..at], &changed] {
                fs::write(folder.path().join(name), bytes).unwrap();
                let output = merge(folder.path(), name);
                assert!(matches!(output.status.code(), Some(0 | 3)), "{name}, byte {at}: {output:?}");
            }
        }
    }
}
