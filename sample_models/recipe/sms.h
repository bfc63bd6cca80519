// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/recipe.h"

namespace spindle {

/// Networks on short messages. Usual: 0.976 with a linear support vector machine (Almeida, Hidalgo and Yamakami,
/// DocEng 2011). Here (seed 0, 1 % of the training labels wrong) sms-transformer 0.977 and sms-lstm 0.970 at the
/// end, each in less than a minute; test loss least near step 1000.
std::vector<Recipe> smsRecipes();

/// Every fifth message is a test message. The vocabulary holds the special tokens, the single characters, and those of
/// BERT's word pieces that the training messages contain five times or more, in BERT's order; texts become [CLS]
/// pieces [SEP], cut or filled with [PAD] to 40 tokens. Coarse, very short and very long messages are no samples.
LabeledData readSms(const DataRequest& request);

}  // namespace spindle
