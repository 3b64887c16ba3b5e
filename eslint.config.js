// The rules for the scripts of the maps and for their tests: what finds faults, and nothing about looks.

import js from "@eslint/js";
import noUnsanitized from "eslint-plugin-no-unsanitized";
import globals from "globals";

const SCRIPTS = "src/zorgkaart/outputs/web/scripts";

const STRICT = {
  "array-callback-return": "error",
  "block-scoped-var": "error",
  "consistent-return": "error",
  "default-case-last": "error",
  "eqeqeq": "error",
  "guard-for-in": "error",
  "no-alert": "error",
  "no-caller": "error",
  "no-console": "error",
  "no-constructor-return": "error",
  "no-duplicate-imports": "error",
  "no-eval": "error",
  "no-extend-native": "error",
  "no-implicit-coercion": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-loop-func": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-promise-executor-return": "error",
  "no-proto": "error",
  "no-restricted-globals": ["error", "event", "name", "status", "top", "parent", "self", "find", "open", "close", "stop"],
  "no-script-url": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-undef-init": "error",
  "no-unmodified-loop-condition": "error",
  "no-unreachable-loop": "error",
  "no-unused-expressions": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-useless-concat": "error",
  "no-useless-rename": "error",
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-promise-reject-errors": "error",
  "radix": "error",
  "require-atomic-updates": "error",
};

// Texts of the data are never read as markup: dom.js makes every element, and Leaflet gets elements, not texts.
const NO_MARKUP = {
  "no-restricted-syntax": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment", "parseFromString", "srcdoc"].map((name) => ({
      selector: `MemberExpression[property.name="${name}"]`,
      message: `${name} reads text as markup; make elements with element() of dom.js.`,
    })),
    {
      selector: "CallExpression[callee.property.name=/^(setContent|bindTooltip|bindPopup)$/] > :matches(Literal, TemplateLiteral, BinaryExpression).arguments:first-child",
      message: "Leaflet reads a text as markup; give it an element.",
    },
    {
      selector: 'Property[key.name="html"] > :matches(Literal, TemplateLiteral, BinaryExpression).value',
      message: "Leaflet reads a text as markup; give it an element.",
    },
  ],
};

export default [
  { ignores: ["**/vendor/", "build/", "site/", ".venv/", "data/"] },
  js.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    rules: STRICT,
  },
  { files: [`${SCRIPTS}/*.js`], languageOptions: { globals: { ...globals.browser, L: "readonly" } }, rules: NO_MARKUP },
  { files: [`${SCRIPTS}/{map,live_map}.js`], languageOptions: { globals: { map: "readonly", tiles: "readonly" } } },
  { files: ["docs/*.js"], languageOptions: { globals: globals.browser, sourceType: "script" } },
  { files: ["tests/js/*.js", "eslint.config.js"], languageOptions: { globals: globals.node } },
];
