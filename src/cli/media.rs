//! How long a recording is, by its own word: the head of the media file, not its sound; frames are counted where there
//! is no head.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use cuekit::Timestamp;

use super::exit::Failure;
use super::time_arg::TimeArg;

/// A length: a time, or a media file that has one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LengthArg {
    Time(TimeArg),
    File(PathBuf),
}

impl FromStr for LengthArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<TimeArg>() {
            Ok(time) => Ok(LengthArg::Time(time)),
            // What is neither is told as a wrong time: that a file is missing says less.
            Err(error) if Path::new(text).extension().is_none() && !Path::new(text).exists() => {
                Err(format!("{error}; or name a media file"))
            }
            Err(_) => Ok(LengthArg::File(text.into())),
        }
    }
}

impl LengthArg {
    /// The length. A media file that does not tell its own is refused.
    pub(crate) fn resolve(&self) -> Result<Timestamp, Failure> {
        let length = match self {
            LengthArg::Time(time) => time.resolve(None)?,
            LengthArg::File(path) => length_of(path)?,
        };
        if length < Timestamp::ZERO {
            return Err(Failure::usage("no recording is shorter than nothing"));
        }
        Ok(length)
    }
}

/// What to do about a file whose length is not found.
const HELP: &str = "give the length as a time; a player shows it, and so does \
                    `ffprobe -show_entries format=duration FILE`";

/// The length of a media file.
#[cfg(feature = "media")]
fn length_of(path: &Path) -> Result<Timestamp, Failure> {
    use std::fs::File;

    use symphonia::core::formats::probe::Hint;
    use symphonia::core::formats::well_known::{FORMAT_ID_ADTS, FORMAT_ID_MP1, FORMAT_ID_MP2, FORMAT_ID_MP3};
    use symphonia::core::formats::{FormatOptions, FormatReader};
    use symphonia::core::io::{MediaSource, MediaSourceStream, ReadOnlySource};
    use symphonia::core::meta::MetadataOptions;

    use super::exit::Exit;
    use super::input::{Input, describe};

    let input = Input::Path(path.to_owned());
    let unreadable = |message: String| Failure::new(Exit::Unreadable, message).named(&input);
    let open = || File::open(path).map_err(|error| unreadable(describe(&error)));
    let mut hint = Hint::new();
    if let Some(extension) = input.extension() {
        hint.with_extension(extension);
    }
    let probe = |source: Box<dyn MediaSource>| {
        let stream = MediaSourceStream::new(source, Default::default());
        symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|_| unreadable("this is no media file whose length can be read".into()).help(HELP))
    };
    let no_length = || unreadable("this media file does not say how long it is".into()).help(HELP);

    let file = open()?;
    if file.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(unreadable("this is no file".into()));
    }
    let mut format: Box<dyn FormatReader> = probe(Box::new(file))?;
    let duration = match format.format_info().format {
        // Frames one after another, and seldom a head. Where the source can seek, symphonia takes the length from the
        // first frames, which is wrong by a fifth and more where the rate varies: from one that cannot, it takes a
        // length that is written or none, and then every frame counts.
        FORMAT_ID_MP1 | FORMAT_ID_MP2 | FORMAT_ID_MP3 | FORMAT_ID_ADTS => {
            format = probe(Box::new(ReadOnlySource::new(open()?)))?;
            match format.media_info().duration {
                Some(duration) => Some(duration),
                None => counted(&mut *format).map_err(|_| no_length())?,
            }
        }
        // Streams and recordings that were broken off have no length.
        _ => format.media_info().duration,
    };
    let length = |duration| {
        let nanos = format.media_info().time_base?.calc_duration(duration)?.as_nanos();
        i64::try_from(nanos).ok().filter(|nanos| *nanos > 0).map(Timestamp::from_nanos)
    };
    duration.and_then(length).ok_or_else(no_length)
}

/// The length of all frames together. A last one that is broken off counts for nothing.
#[cfg(feature = "media")]
fn counted(
    format: &mut dyn symphonia::core::formats::FormatReader,
) -> symphonia::core::errors::Result<Option<symphonia::core::units::Duration>> {
    use std::io::ErrorKind;

    use symphonia::core::errors::Error;
    use symphonia::core::units::Duration;

    let mut all = Some(Duration::ZERO);
    loop {
        match format.next_packet() {
            Ok(Some(packet)) => all = all.and_then(|all| all.checked_add(packet.dur)),
            Ok(None) => return Ok(all),
            Err(Error::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => return Ok(all),
            Err(error) => return Err(error),
        }
    }
}

/// The length of a media file, which this build cannot read.
#[cfg(not(feature = "media"))]
fn length_of(path: &Path) -> Result<Timestamp, Failure> {
    let message = format!("{}: lengths of media files are not read by this build", path.display());
    Err(Failure::usage(message).help(HELP))
}
