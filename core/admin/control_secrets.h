// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/control_service.h"

#include <map>

namespace gatehouse::admin {

// Provider keys as the control service sees them: what references resolved to, kept so that a change does not ask the
// key chain for every key again, and values that a plan wants to replace, kept back until the change is sure. A value
// under a new name is stashed at once, since the plan needs to know where it went, and taken away by undo().
class ControlService::Secrets final : public config::SecretStash, public config::SecretResolver {
public:
    explicit Secrets(ControlDependencies& with) : m_with(with) {}

    // config::SecretStash
    Result<std::string> put(std::string_view name, Secret secret) override;
    // config::SecretResolver
    Result<SharedSecret> resolve(std::string_view reference) override;
    Result<SharedSecret> resolveText(std::string_view reference) override;

    void setRun(Run run) { m_run = run; }
    // Did a plan bring a value that differs from the one kept, though its reference stays?
    bool replaces() const { return !m_replacing.empty(); }
    // Writes the replacements; on an error all is as before.
    Result<void> commit();
    // Forgets the plan; what it stashed already goes away again.
    void undo();
    // The plan is done.
    void settle();

    void forget(std::string_view reference) { m_resolved.erase(std::string(reference)); }
    void forgetAll() { m_resolved.clear(); }

private:
    struct Replacement {
        std::string name;
        std::string reference;
        SharedSecret value;
        SharedSecret before; // null where it could not be read
    };
    Result<std::string> stashNew(std::string_view name, Secret secret);
    Result<std::string> planReplacement(std::string_view name, std::string reference, Secret secret);

    ControlDependencies& m_with;
    Run m_run = Run::Real;
    std::map<std::string, SharedSecret, std::less<>> m_resolved;
    std::vector<Replacement> m_replacing;
    std::size_t m_written = 0; // of m_replacing
    std::vector<std::string> m_added;
};

} // namespace gatehouse::admin
