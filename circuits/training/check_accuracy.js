// Accuracy of a model file in ONNX Runtime on rows written by `train.py --held-out`.
// usage: node check_accuracy.js MODEL.onnx ROWS.images.npy ROWS.labels.npy   (needs the npm package onnxruntime-node)
const fs = require("fs");
const ort = require("onnxruntime-node");

// A little-endian .npy file, version 1.0, C order: shape and raw bytes.
function readNumpy(path) {
  const file = fs.readFileSync(path);
  const length = file.readUInt16LE(8);
  const header = file.toString("latin1", 10, 10 + length);
  if (!/'fortran_order': False/.test(header)) throw new Error(`${path}: not in C order`);
  const shape = header.match(/'shape': \(([^)]*)\)/)[1].split(",").filter((axis) => axis.trim()).map(Number);
  const bytes = file.subarray(10 + length);
  return { shape, buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
}

async function main([modelPath, imagesPath, labelsPath]) {
  const images = readNumpy(imagesPath);
  const labels = new BigInt64Array(readNumpy(labelsPath).buffer);
  const session = await ort.InferenceSession.create(modelPath, { intraOpNumThreads: 1 });
  const input = new ort.Tensor("float32", new Float32Array(images.buffer), images.shape);
  const logits = (await session.run({ [session.inputNames[0]]: input }))[session.outputNames[0]];
  const classes = logits.dims[1];
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const values = logits.data.subarray(row * classes, (row + 1) * classes);
    if (values.indexOf(Math.max(...values)) === Number(labels[row])) right++;
  }
  console.log(`${modelPath} ${imagesPath}: ${right} of ${labels.length} right (${((100 * right) / labels.length).toFixed(2)} %)`);
}

main(process.argv.slice(2));
