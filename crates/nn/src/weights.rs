//! Reading tensors from a safetensors file.

use crate::error::LoadError;
use crate::lanes::LANES;
use crate::linear::{Linear, OutputRow};
use crate::rows::Norm;
use safetensors::tensor::{Dtype, SafeTensors};
use serde::de::DeserializeOwned;

/// The tensors of a file.
pub(crate) struct Weights<'b> {
    tensors: SafeTensors<'b>,
    config: String,
}

impl<'b> Weights<'b> {
    /// Reads the container; the metadata entry `config` has to be there.
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, LoadError> {
        let (_, metadata) = SafeTensors::read_metadata(bytes)?;
        let config = metadata.metadata().as_ref().and_then(|m| m.get("config"));
        let config = config.ok_or(LoadError::NoConfig)?.clone();
        Ok(Self {
            tensors: SafeTensors::deserialize(bytes)?,
            config,
        })
    }

    /// The network's shape, if the file holds the network called `wanted`.
    pub(crate) fn config<C: DeserializeOwned>(&self, wanted: &'static str) -> Result<C, LoadError> {
        #[derive(serde::Deserialize)]
        struct Kind {
            arch: String,
        }
        let Kind { arch } = serde_json::from_str(&self.config)?;
        if arch != wanted {
            return Err(LoadError::Arch { found: arch, wanted });
        }
        Ok(serde_json::from_str(&self.config)?)
    }

    fn data(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<&'b [u8], LoadError> {
        let missing = |_| LoadError::Missing {
            name: name.to_owned(),
        };
        let tensor = self.tensors.tensor(name).map_err(missing)?;
        let describe = |dtype: Dtype, shape: &[usize]| format!("{dtype:?} {shape:?}");
        if tensor.dtype() != dtype || tensor.shape() != shape {
            return Err(LoadError::Shape {
                name: name.to_owned(),
                found: describe(tensor.dtype(), tensor.shape()),
                wanted: describe(dtype, shape),
            });
        }
        Ok(tensor.data())
    }

    /// A tensor of f32, copied; values that are not finite are refused.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, LoadError> {
        let (data, _) = self.data(name, Dtype::F32, shape)?.as_chunks::<4>();
        let values: Vec<f32> = data.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        match values.iter().position(|v| !v.is_finite()) {
            Some(index) => Err(LoadError::NotFinite {
                name: name.to_owned(),
                index,
                value: values[index],
            }),
            None => Ok(values),
        }
    }

    /// A table of int8 rows with a scale for each. The rows are borrowed from the file; their number is the file's
    /// where `rows` is `None`.
    pub(crate) fn table(
        &self,
        name: &str,
        width: usize,
        rows: Option<usize>,
    ) -> Result<Table<'b>, LoadError> {
        let quantised = format!("{name}.q");
        let found = || self.tensors.tensor(&quantised).ok()?.shape().first().copied();
        let rows = rows.or_else(found).unwrap_or(0);
        let data = self.data(&quantised, Dtype::I8, &[rows, width])?;
        let scales = self.floats(&format!("{name}.s"), &[rows])?;
        Ok(Table {
            name: name.to_owned(),
            data,
            scales,
            width,
        })
    }

    /// The rows of a linear layer.
    pub(crate) fn outputs(
        &self,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Outputs<'b>, LoadError> {
        let biases = self.floats(&format!("{name}.b"), &[outputs])?;
        Ok(Outputs {
            rows: self.table(name, inputs, Some(outputs))?,
            biases,
        })
    }

    /// A linear layer.
    pub(crate) fn linear(&self, name: &str, outputs: usize, inputs: usize) -> Result<Linear, LoadError> {
        let layer = self.outputs(name, outputs, inputs)?;
        Ok(Linear::pack(inputs, (0..outputs).map(|n| layer.row(n))))
    }

    /// Weights and biases of a layer norm.
    pub(crate) fn norm(&self, name: &str, width: usize, epsilon: f32) -> Result<Norm, LoadError> {
        let weights = self.floats(&format!("{name}.w"), &[width])?;
        let biases = self.floats(&format!("{name}.b"), &[width])?;
        Ok(Norm {
            weights,
            biases,
            epsilon,
        })
    }
}

/// Refuses a figure of `config` outside `1..=most`.
pub(crate) fn limit(what: &str, found: usize, most: usize) -> Result<(), LoadError> {
    if (1..=most).contains(&found) {
        return Ok(());
    }
    Err(LoadError::Limit {
        what: format!("{what} = {found}"),
        limit: format!("it lies between 1 and {most}"),
    })
}

/// Refuses a size of `config` that is no multiple of 16 up to `most`: row operations work on 16 floats at a time.
pub(crate) fn limit_width(what: &str, found: usize, most: usize) -> Result<(), LoadError> {
    limit(what, found, most)?;
    if found.is_multiple_of(LANES) {
        return Ok(());
    }
    Err(LoadError::Limit {
        what: format!("{what} = {found}"),
        limit: format!("it is a multiple of {LANES}"),
    })
}

/// A look-up table of int8 rows.
#[derive(Debug)]
pub(crate) struct Table<'b> {
    pub(crate) name: String,
    data: &'b [u8],
    scales: Vec<f32>,
    width: usize,
}

impl<'b> Table<'b> {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Values in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The row's int8 values (as bytes) and scale.
    pub(crate) fn row(&self, row: usize) -> Option<(&'b [u8], f32)> {
        let scale = *self.scales.get(row)?;
        Some((self.data.get(row * self.width..(row + 1) * self.width)?, scale))
    }
}

/// The rows of a linear layer, not packed yet.
pub(crate) struct Outputs<'b> {
    rows: Table<'b>,
    biases: Vec<f32>,
}

impl<'b> Outputs<'b> {
    /// The weights of one output.
    pub(crate) fn row(&self, number: usize) -> Option<OutputRow<'b>> {
        let (weights, scale) = self.rows.row(number)?;
        Some(OutputRow {
            weights,
            scale,
            bias: *self.biases.get(number)?,
        })
    }
}
