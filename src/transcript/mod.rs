//! Reading transcripts: text with a time every so often, in the many shapes people have it in.
//!
//! [`grammar`] knows every spelling of a clock. [`shape`] holds the table of line patterns, matches a
//! line against them, and finds by a vote over the document which of them are stamps; [`judge`] says whether they
//! are those of a transcript. [`reader`] makes blocks of what follows each stamp; [`head`] and [`foot`] take what is
//! no speech.

mod foot;
mod grammar;
mod head;
mod judge;
mod reader;
mod remark;
mod shape;
mod sound_words;
mod speaker;

pub(crate) use grammar::digit;
pub(crate) use judge::{detect, explain};
pub(crate) use reader::{can_be_escaped, read};
pub(crate) use remark::remarks;
pub(crate) use shape::{examples, plausible_name};
pub(crate) use speaker::Labels;
