"""Writes the planner's tokenizer.json: the text encoder's own one with the audio codes added.

The two files differ in nothing but the 65 535 added tokens and the end-of-text that the embedding release appends, so
the repository holds one of them. Usage: make_lm_tokenizer.py TEXT_ENCODER_TOKENIZER OUTPUT
"""

import json
import sys
from pathlib import Path

FIRST_AUDIO_CODE = 151_669
AUDIO_CODES = 65_535


def audio_code(number):
    return {
        "id": FIRST_AUDIO_CODE + number,
        "content": f"<|audio_code_{number}|>",
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def main(source, output):
    tokenizer = json.loads(Path(source).read_text(encoding="utf-8"))
    tokenizer["added_tokens"] += map(audio_code, range(AUDIO_CODES))
    tokenizer["post_processor"] = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": False,
        "use_regex": False,
    }
    text = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    Path(output).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
