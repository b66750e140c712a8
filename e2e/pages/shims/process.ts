/** OneTable listens for the signal that ends a Lambda function. A page has none. */
const nobody = { env: {}, on: () => nobody };

export { nobody as default };
