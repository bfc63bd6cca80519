// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace spindle::table_headers {

// First lines of every CSV file that Spindle writes. A file that begins with one of them may be replaced by a table.
inline constexpr std::string_view dynamics = "run,step,epoch,order,sign,kind,strength\n";
inline constexpr std::string_view losses = "run,step,epoch,train_loss,test_loss\n";
inline constexpr std::string_view salient = "run,step,order,and,or\n";
inline constexpr std::string_view values = "run,step,sample,sample_name,variable,variable_name,shapley,banzhaf\n";
inline constexpr std::string_view pairs = "run,step,sample,first,second,shapley_interaction\n";
inline constexpr std::string_view trust =
    "run,step,samples,mean_range,largest_error,salient_error,explained,least_explained,gap,mean_scores_rise\n";
inline constexpr std::string_view meanScores = "run,step,size,mean_score,standard_error\n";
inline constexpr std::string_view phases = "run,rule,step,low,high,kind,explanation\n";
inline constexpr std::string_view theory = "run,step,sigma2,residual,geometric_residual,order,measured,predicted\n";
inline constexpr std::string_view similarity = "run,step,class,order,similarity,defined\n";
inline constexpr std::string_view groups = "run,step,group,order,positive,negative\n";
inline constexpr std::string_view draws = "run,step,draw,order,positive,negative\n";
inline constexpr std::string_view shifts = "run,sample,name,step,rise\n";
inline constexpr std::string_view stability = "run,step,draws,order,mean,deviation\n";
inline constexpr std::string_view sampleValues = "run,variable,variable_name,shapley,banzhaf\n";
inline constexpr std::string_view samplePairs = "run,first,second,shapley_interaction\n";
inline constexpr std::string_view sampleLosses = "step,epoch,train_loss,test_loss,accuracy,checkpoint\n";
inline constexpr std::string_view sampleLossesByEpoch = "epoch,train_loss,test_loss,accuracy,checkpoint\n";

inline constexpr std::array all{dynamics, losses,    salient,      values,     pairs, trust,        meanScores,
                                phases,   theory,    similarity,   groups,     draws, sampleLosses, sampleLossesByEpoch,
                                shifts,   stability, sampleValues, samplePairs};

}  // namespace spindle::table_headers
