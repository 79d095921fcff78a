/** Papers of the made-up library: each page's words stand where their boxes say. */
import type {
  Box,
  FieldValue,
  Hit,
  Money,
  PageWord,
  Paper,
  PaperField,
  PaperItem,
} from '../contract';

interface Invoice {
  name: string;
  kind: 'invoice' | 'receipt' | 'letter';
  vendor: string;
  number: string;
  date: string;
  items: [string, number][];
  /** Percent. */
  tax: number;
  /** An amount that does not agree with the others, as misread papers have it. */
  misreadTotal?: number;
  folder?: string;
  offline?: boolean;
}

const INVOICES: Invoice[] = [
  {
    name: 'acme-2025-0417.pdf',
    kind: 'invoice',
    vendor: 'Acme Tools GmbH',
    number: 'A-1312/B',
    date: '2025-04-17',
    items: [
      ['Cordless drill 18 V', 15900],
      ['Set of wood bits', 3490],
      ['Delivery', 690],
    ],
    tax: 19,
  },
  {
    name: 'acme-2025-0602.pdf',
    kind: 'invoice',
    vendor: 'Acme Tools GmbH',
    number: 'A-1390/A',
    date: '2025-06-02',
    items: [
      ['Circular saw', 21900],
      ['Guide rail 1.4 m', 8900],
    ],
    tax: 19,
  },
  {
    name: 'stadtwerke_2025.pdf',
    kind: 'invoice',
    vendor: 'Stadtwerke Graz',
    number: '77120943',
    date: '2025-01-31',
    items: [
      ['Electricity, 3,140 kWh', 91060],
      ['Basic charge', 9600],
    ],
    tax: 20,
  },
  {
    name: 'REWE_2025-08-09.jpg',
    kind: 'receipt',
    vendor: 'Green Grocer',
    number: '0042',
    date: '2025-08-09',
    items: [
      ['Tomatoes', 349],
      ['Bread', 429],
      ['Coffee beans', 1299],
    ],
    tax: 7,
    misreadTotal: 2_722,
  },
  {
    name: 'hotel_lisboa.pdf',
    kind: 'invoice',
    vendor: 'Hotel Alfama',
    number: 'F-2024-881',
    date: '2024-06-06',
    items: [
      ['Three nights, double room', 32400],
      ['City tax', 1200],
    ],
    tax: 6,
  },
  {
    name: 'insurance_letter.pdf',
    kind: 'letter',
    vendor: 'Northern Mutual',
    number: 'NM-55-201',
    date: '2023-12-04',
    items: [['Yearly premium', 18420]],
    tax: 0,
    folder: '/media/archive/Letters',
    offline: true,
  },
  {
    name: 'dentist_2025.pdf',
    kind: 'invoice',
    vendor: 'Dr. Weiss, Dentist',
    number: '2025-0098',
    date: '2025-09-15',
    items: [
      ['Check-up', 4800],
      ['Cleaning', 8500],
    ],
    tax: 0,
  },
  {
    name: 'bike_shop.pdf',
    kind: 'receipt',
    vendor: 'Radhaus',
    number: '6610',
    date: '2024-03-22',
    items: [
      ['Inner tube 28"', 790],
      ['Brake pads', 1990],
      ['Labour', 2500],
    ],
    tax: 20,
  },
];

export interface ShelvedPaper {
  hit: Hit;
  text: string;
  paper: Paper;
}

const eur = (minor: number): Money => ({ minor, currency: 'EUR' });
const written = (minor: number) => (minor / 100).toFixed(2).replace('.', ',');

/** Sets lines of words onto a page and remembers where each stands. */
class Typesetter {
  readonly words: PageWord[] = [];

  line(text: string, left: number, top: number, size: number): Box {
    let x = left;
    for (const word of text.split(' ')) {
      const width = word.length * size * 0.56;
      this.words.push({ text: word, box: [x, top, x + width, top + size], matched: false });
      x += width + size * 0.35;
    }
    return [left, top, x - size * 0.35, top + size];
  }
}

export function paperItem(invoice: Invoice, seed: number): ShelvedPaper {
  const content = `paper${String(seed).padStart(6, '0')}`;
  const page = new Typesetter();
  const fields: PaperField[] = [];
  const field = (name: string, value: FieldValue, raw: string, box: Box, confidence: number) =>
    fields.push({ name, value, raw, page: 0, box, confidence, source: 'model', corrected: false });

  field('vendor', invoice.vendor, invoice.vendor, page.line(invoice.vendor, 60, 60, 20), 0.97);
  page.line('Kaiserfeldgasse 12, 8010 Graz', 60, 88, 10);
  page.line(invoice.kind === 'letter' ? 'Notice of premium' : 'Invoice', 60, 190, 24);
  page.line('Number', 60, 240, 11);
  field(
    'invoice_number',
    invoice.number,
    invoice.number,
    page.line(invoice.number, 160, 240, 11),
    0.94,
  );
  page.line('Date', 60, 260, 11);
  const shownDate = invoice.date.split('-').toReversed().join('.');
  field('invoice_date', invoice.date, shownDate, page.line(shownDate, 160, 260, 11), 0.91);

  const items = invoice.items.map(([description, minor], row): PaperItem => {
    const top = 330 + row * 24;
    const [left] = page.line(description, 60, top, 12);
    const [, , right, bottom] = page.line(written(minor), 470, top, 12);
    return { description, amount: eur(minor), page: 0, box: [left, top, right, bottom] };
  });

  const net = invoice.items.reduce((sum, [, minor]) => sum + minor, 0);
  const tax = Math.round((net * invoice.tax) / 100);
  const total = invoice.misreadTotal ?? net + tax;
  const foot = 360 + invoice.items.length * 24;
  page.line('Subtotal', 340, foot, 12);
  field('subtotal', eur(net), written(net), page.line(written(net), 470, foot, 12), 0.9);
  page.line(`Tax ${invoice.tax} %`, 340, foot + 22, 12);
  field('tax', eur(tax), written(tax), page.line(written(tax), 470, foot + 22, 12), 0.88);
  page.line('Total EUR', 340, foot + 50, 15);
  field(
    'total',
    eur(total),
    written(total),
    page.line(written(total), 470, foot + 50, 15),
    invoice.misreadTotal ? 0.52 : 0.96,
  );

  const terms = new Typesetter();
  terms.line('Terms of payment', 60, 60, 18);
  terms.line('Payable within 14 days of the date of the invoice.', 60, 100, 12);
  terms.line(`Please quote ${invoice.number} with your payment.`, 60, 122, 12);

  const pages = (invoice.kind === 'invoice' ? [page, terms] : [page]).map(({ words }) => ({
    width: 595,
    height: 842,
    words,
  }));
  const text = pages.map(({ words }) => words.map((word) => word.text).join(' ')).join('\n');
  const holds = net + tax === total;
  const folder = invoice.folder ?? '/home/ada/Documents/Bills';
  const path = `${folder}/${invoice.name}`;
  const offline = invoice.offline ?? false;
  const common = {
    content,
    file_name: invoice.name,
    when: invoice.date,
    document_kind: invoice.kind,
  };
  return {
    text: `${text} ${invoice.name}`,
    hit: {
      ...common,
      kind: 'paper',
      path,
      folder_path: folder,
      offline,
      score_band: 'best',
      why: [],
      paper: {
        vendor: invoice.vendor,
        document_kind: invoice.kind,
        date: invoice.date,
        total: eur(total),
        verified: holds,
        pages: pages.length,
      },
    },
    paper: {
      ...common,
      places: [{ path, offline }],
      pages,
      fields,
      items,
      sum_check: {
        parts: [
          { label: 'Subtotal', amount: eur(net) },
          { label: 'Tax', amount: eur(tax) },
          { label: 'Total', amount: eur(total) },
        ],
        holds,
      },
      text,
    },
  };
}

export const papers: ShelvedPaper[] = INVOICES.map(paperItem);
