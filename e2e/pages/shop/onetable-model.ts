/** The shop as OneTable's schema. Attributes of keys are templates, and hidden from the app. */
export const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: {
    primary: { hash: 'pk', sort: 'sk' },
    inverted: { hash: 'sk', sort: 'pk' },
    open: { hash: 'openStatus', sort: 'placed' },
    byDate: { hash: 'pk', sort: 'placed', type: 'local' },
  },
  models: {
    Customer: {
      pk: { type: String, value: 'CUSTOMER#${customer}' },
      sk: { type: String, value: 'CUSTOMER' },
      customer: { type: String, required: true },
      // OneTable writes an item of its own for each unique value, in the transaction of its customer.
      email: { type: String, required: true, unique: true },
    },
    Product: {
      pk: { type: String, value: 'PRODUCT#${sku}' },
      sk: { type: String, value: 'PRODUCT' },
      sku: { type: String, required: true },
      price: { type: Number },
      stock: { type: Number },
      tags: { type: Set },
    },
    Order: {
      pk: { type: String, value: 'CUSTOMER#${customer}' },
      sk: { type: String, value: 'ORDER#${order}' },
      customer: { type: String, required: true },
      order: { type: String, required: true },
      placed: { type: String, required: true },
      status: { type: String, required: true },
      // Sparse: only an open order has it.
      openStatus: { type: String },
    },
    Line: {
      pk: { type: String, value: 'ORDER#${order}' },
      sk: { type: String, value: 'PRODUCT#${sku}' },
      order: { type: String, required: true },
      sku: { type: String, required: true },
      quantity: { type: Number, required: true },
    },
    Invoice: {
      pk: { type: String, value: 'ORDER#${order}' },
      sk: { type: String, value: 'INVOICE#${number}' },
      order: { type: String, required: true },
      number: { type: String, required: true },
      total: { type: Number, required: true },
    },
  },
  params: { isoDates: true, timestamps: false },
} as const;
